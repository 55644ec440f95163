"""Pages of a sorted list that begin where another ended.

A page is asked for by the sort key of the order beside it, not by a number of pages: page 20,000
costs what page 1 costs, and an order that comes in meanwhile moves nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, DateTimeField, F, Value, Window
from django.db.models.expressions import Expression
from django.db.models.lookups import GreaterThan, LessThan

from orders.desk.listing.sorting import ListPlace, SortKey, ordered, place_word, row
from orders.models import Order, OrderQuerySet


@dataclass(frozen=True, slots=True)
class OrderListPage:
    """Some orders of a list, and the words of the address for the pages beside it ('' for none).

    `total` is how many orders the list has; None where reading the page did not show it.
    """

    orders: list[Order] = field(default_factory=list)
    before: str = ""
    after: str = ""
    is_first: bool = True
    total: int | None = None

    def __iter__(self) -> Any:
        return iter(self.orders)

    def __len__(self) -> int:
        return len(self.orders)


def page_of(
    orders: OrderQuerySet, place: ListPlace, size: int, *, is_small: bool = False
) -> OrderListPage:
    """The orders at `place`, `size` at most.

    `is_small`: so few orders are expected to fit that collecting and sorting all of them is sure to
    be quick, while walking along the index of the sorting would be quick only with luck.
    """
    backwards = place.is_last or (place.before is not None and place.after is None)
    descending = place.is_descending != backwards
    keys = (*place.sort.by, F("pk"))
    edge = place.before if backwards else place.after
    if edge is not None and not place.is_last:
        orders = orders.filter(_beyond(keys, edge, descending=descending))
    if place.sort.name == "customer":
        last, first = place.sort.by
        orders = orders.annotate(lower_last_name=last, lower_first_name=first)
    if is_small and edge is None:
        # All of them are collected here anyway; another statement would do that again.
        orders = orders.annotate(total=Window(Count("*")))
    found = list(orders.order_by(*ordered(keys, descending, is_small=is_small))[: size + 1])
    has_more = len(found) > size
    shown = found[:size]
    if backwards:
        shown.reverse()
    is_first = not has_more if backwards else edge is None
    is_last = edge is None if backwards else not has_more
    return OrderListPage(
        shown,
        before="" if is_first or not shown else place_word(place.sort, shown[0]),
        after="" if is_last or not shown else place_word(place.sort, shown[-1]),
        is_first=is_first,
        total=_total(found, edge, is_whole=is_first and is_last, is_small=is_small),
    )


def _total(
    found: list[Order], edge: SortKey | None, *, is_whole: bool, is_small: bool
) -> int | None:
    if is_whole:
        return len(found)
    return found[0].total if is_small and edge is None else None  # type: ignore[attr-defined]


def _beyond(keys: tuple[Expression | F, ...], edge: SortKey, *, descending: bool) -> Any:
    compare = LessThan if descending else GreaterThan
    return compare(row(keys), row(tuple(_value(part) for part in edge)))


def _value(part: Any) -> Value:
    if isinstance(part, datetime):
        return Value(part, output_field=DateTimeField())
    if isinstance(part, str):
        return Value(part, output_field=CharField())
    return Value(part)
