"""Which order a line of a file names, and finding it among a company's orders."""

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from django.db import models
from django.db.models import Q

from core.clean_text import clean, unguarded, why_rounded
from core.numbers import whole_number
from orders.models import Order


class BadRow(Exception):
    """The line cannot be used. The message is a sentence."""


class SkippedRow(BadRow):
    """The line asks for nothing. The message says why."""


class OrderNumbers(models.TextChoices):
    """Whose numbers the column Order ID has."""

    FIND_OUT = "", "Find out, and ask where a number fits both"
    OURS = "ours", "Order ID (ours)"
    CHANNEL = "channel", "Channel Order # (the store's)"


class NamesOrder(Protocol):
    """A line that names an order: by `order_id`, ours, or by `channel_order`, the store's."""

    @property
    def order_id(self) -> str:
        """Our number, '' where the line has the store's alone."""

    @property
    def channel_order(self) -> str:
        """The store's number, '' where the line has ours alone."""

    @property
    def may_be_channel_order(self) -> bool:
        """Whether `order_id` may be the store's: label software calls that one Order ID."""


class KnownOrders:
    """Orders of one company, found by the numbers that lines name."""

    def __init__(self, orders: Iterable[Order]) -> None:
        known = list(orders)
        self._by_id = {str(order.pk): order for order in known}
        self._by_store_id = {order.store_order_id: order for order in known}

    def find(self, row: NamesOrder, agrees: Callable[[Order], bool] | None = None) -> Order:
        """The order that `row` names. Raises `BadRow`.

        Where a number fits two orders, the one that `agrees` with the line is meant, if it is one.
        """
        if not row.order_id and not row.channel_order:
            raise BadRow("The row names no order.")
        ours = _first(self._by_id, row.order_id)
        theirs = _first(self._by_store_id, row.channel_order)
        if row.order_id and not row.channel_order and row.may_be_channel_order:
            theirs = _first(self._by_store_id, row.order_id)
            order = self._meant(row.order_id, ours, theirs, agrees)
        else:
            order = ours if row.order_id else theirs
        if order is None:
            name = row.order_id or row.channel_order
            raise BadRow(f"There is no order {name} at this company.")
        if row.order_id and row.channel_order and order != theirs:
            raise BadRow(f"Order {row.order_id} is not channel order {row.channel_order}.")
        return order

    def _meant(
        self,
        number: str,
        ours: Order | None,
        theirs: Order | None,
        agrees: Callable[[Order], bool] | None,
    ) -> Order | None:
        if ours is None or theirs is None or ours == theirs:
            return ours or theirs
        agreeing = [order for order in (ours, theirs) if agrees and agrees(order)]
        if len(agreeing) == 1:
            return agreeing[0]
        raise BadRow(
            f"“{number}” is our Order ID of {_who(ours)}, and the Channel Order # of "
            f"{_who(theirs)}. Say under Change columns which of the two the file means."
        )


def named_orders(rows: Iterable[NamesOrder]) -> Q:
    """The condition for the orders that the lines name, to be used within one company."""
    ids: set[int] = set()
    channel_orders: set[str] = set()
    for row in rows:
        own, theirs = shapes(row.order_id), shapes(row.channel_order)
        ids |= {number for text in own if (number := whole_number(text))}
        channel_orders |= {*theirs, *(own if row.may_be_channel_order else ())}
    return Q(pk__in=ids) | Q(store_order_id__in=channel_orders)


def shapes(text: str) -> tuple[str, ...]:
    """What `text` may mean as an order's number, the likeliest first: CS340, 336-1, 334.0, 00335.

    The text itself comes first, then it without what programs and shops put round a number.
    """
    if not text:
        return ()
    if text.isdecimal() and text[0] != "0":
        return (text,)
    whole = re.sub(r"\.0+$", "", text)
    found = [text, whole, whole.lstrip("0")]
    if match := re.fullmatch(r"[^\d]{0,12}?(\d+)", whole):
        found.append(match[1].lstrip("0"))
    if match := re.fullmatch(r"[^\d]{0,12}?(\d+)[-_/.]\d{1,2}", whole):
        found.append(match[1].lstrip("0"))
    return tuple(dict.fromkeys(filter(None, found)))


def read_numbers(order_id: str, channel_order: str) -> tuple[str, str]:
    """Both numbers of an order as they stand in a file, without #. Raises `BadRow`."""
    order_id, channel_order = (clean_order_number(text) for text in (order_id, channel_order))
    if not order_id and not channel_order:
        raise BadRow("The line names no order.")
    return order_id, channel_order


def several_orders(text: str) -> list[str]:
    """The orders that one cell names, mostly one: "341, 342", "341 + 342", "341/342"."""
    if text.isdecimal() and len(text) <= 40:
        return [text]
    if why_rounded(clean(text)):
        return [clean_order_number(text)]
    parts = [clean_order_number(part) for part in re.split(r"[,;&+/|\n]|\band\b|\bund\b", text)]
    named = [part for part in parts if part]
    are_numbers = all(any(map(str.isdigit, part)) and len(part) > 1 for part in named)
    return named if len(named) > 1 and are_numbers else [clean_order_number(text)]


def clean_order_number(text: str) -> str:
    """One order's number as it stands in a file, without guards and #. Raises `BadRow`."""
    plain = clean(text).lstrip("#").strip()
    if reason := why_rounded(plain):
        raise BadRow(reason)
    if len(plain) > 40:
        raise BadRow("The order's number is too long to be one.")
    return plain


def read_pieces(text: str) -> int | None:
    """A number of pieces; None where nothing stands. Raises `BadRow`."""
    text = clean(text)
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text) or int(float(text)) == 0:
        raise BadRow(f"Qty: “{text[:40]}” is no number of pieces.")
    return int(float(text))


def read_sku(text: str) -> str:
    """A SKU as it stands in a file, without guards. Raises `BadRow`."""
    plain = unguarded(text)
    if reason := why_rounded(plain, is_number=False):
        raise BadRow(reason)
    return plain


def _first(known: dict[str, Order], text: str) -> Order | None:
    return next((known[shape] for shape in shapes(text) if shape in known), None)


def _who(order: Order) -> str:
    return f"order {order.pk} (#{order.store_order_id}, {order.customer_name or 'no name'})"
