"""How Manage Orders is sorted, and the places in it that an address can name."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import (
    BooleanField,
    F,
    Func,
)
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Length, Lower

from orders.models import NEVER, NOT_RUSH, SHIPPED_OR_NEVER, Order, OrderQuerySet

SortKey = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSort:
    """One way to sort. The order's id always decides last, in the same direction.

    `by` are expressions, none of which is ever NULL, and `key` gives their values of an order.
    `parse` reads those values, but the id, from JSON. An index serves each.
    """

    name: str
    label: str
    by: tuple[Expression | F, ...]
    key: Callable[[Order], SortKey]
    parse: tuple[Callable[[Any], Any], ...]
    is_descending: bool = True

    @property
    def parameter(self) -> str:
        """Its word in the address, in its usual direction."""
        return f"-{self.name}" if self.is_descending else self.name


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("A time without a zone.")
    return moment


def _text(text: Any) -> str:
    if not isinstance(text, str) or "\0" in text:
        raise ValueError("No text.")
    return text


def _number(number: Any) -> int:
    if not isinstance(number, int) or not 0 <= number < 10**17:
        raise ValueError("No number.")
    return number


def _amount(text: Any) -> Decimal:
    amount = Decimal(_text(text))
    if not amount.is_finite():
        raise ValueError("No amount.")
    return amount


SORTS = (
    ListSort(
        name="date",
        label="Order Date",
        by=(F("placed_at"),),
        key=lambda order: (order.placed_at,),
        parse=(_moment,),
    ),
    ListSort(name="id", label="Order ID", by=(), key=lambda order: (), parse=()),
    ListSort(
        name="rush",
        label="Rush, then Order Date",
        by=(NOT_RUSH, F("placed_at")),
        key=lambda order: (0 if order.is_rush else 1, order.placed_at),
        parse=(_number, _moment),
        is_descending=False,
    ),
    ListSort(
        name="number",
        label="Channel Order #",
        by=(Length("store_order_id"), F("store_order_id")),
        key=lambda order: (len(order.store_order_id), order.store_order_id),
        parse=(_number, _text),
    ),
    ListSort(
        name="customer",
        label="Customer",
        by=(Lower("customer_last_name"), Lower("customer_first_name")),
        # As the database writes it small, which Python does not always do alike.
        key=lambda order: (order.lower_last_name, order.lower_first_name),  # type: ignore[attr-defined]
        parse=(_text, _text),
        is_descending=False,
    ),
    ListSort(
        name="total",
        label="Grand Total",
        by=(F("grand_total"),),
        key=lambda order: (order.grand_total,),
        parse=(_amount,),
    ),
    ListSort(
        name="shipped",
        label="Ship Date",
        by=(SHIPPED_OR_NEVER,),
        key=lambda order: (order.shipped_at or NEVER,),
        parse=(_moment,),
    ),
)
_BY_NAME = {sort.name: sort for sort in SORTS}
DEFAULT = SORTS[0]


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a page of a sorted list begins or ends.

    `after` and `before` are sort keys with the id; with neither it is the first page, or the last
    one.
    """

    sort: ListSort = DEFAULT
    is_descending: bool = True
    after: SortKey | None = None
    before: SortKey | None = None
    is_last: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "ListPlace":
        """The place that an address names; what is unknown counts as the first page."""
        word = query.get("sort", "")
        sort = _BY_NAME.get(word.removeprefix("-"), DEFAULT)
        is_known = word.removeprefix("-") in _BY_NAME
        return cls(
            sort,
            word.startswith("-") if is_known else sort.is_descending,
            after=_read(sort, query.get("after", "")),
            before=_read(sort, query.get("before", "")),
            is_last=query.get("last") == "1",
        )

    @property
    def parameter(self) -> str:
        """The word of the sorting in the address; '' for the usual one."""
        word = f"-{self.sort.name}" if self.is_descending else self.sort.name
        return "" if word == DEFAULT.parameter else word


def in_order(orders: OrderQuerySet, place: ListPlace) -> OrderQuerySet:
    """All of `orders`, sorted as the list with this place is."""
    return orders.order_by(*ordered((*place.sort.by, F("pk")), place.is_descending))


def ordered(
    keys: tuple[Expression | F, ...], descending: bool, *, is_small: bool = False
) -> list[OrderBy]:
    if is_small:
        # A row of its own is no column of an index: the database must collect and sort.
        return [OrderBy(row(keys), descending=descending)]
    return [OrderBy(key, descending=descending) for key in keys]


def row(parts: tuple[Any, ...]) -> Func:
    # Compared as a whole, a row of columns is found in their index at once.
    return Func(*parts, function="ROW", output_field=BooleanField())


def place_word(sort: ListSort, order: Order) -> str:
    parts = [
        part.isoformat()
        if isinstance(part, datetime)
        else str(part)
        if isinstance(part, Decimal)
        else part
        for part in (*sort.key(order), order.pk)
    ]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(sort: ListSort, word: str) -> SortKey | None:
    if not word:
        return None
    readers = (*sort.parse, _number)
    try:
        parts = json.loads(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
        if not isinstance(parts, list) or len(parts) != len(readers):
            return None
        return tuple(read(part) for read, part in zip(readers, parts, strict=True))
    except (ValueError, TypeError, InvalidOperation, binascii.Error, RecursionError):
        return None
