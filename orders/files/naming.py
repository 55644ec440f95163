"""Which order a line of a file names, and finding it among a company's orders."""

import re
from collections.abc import Iterable
from typing import Protocol

from django.db.models import Q

from core.numbers import whole_number
from orders.models import Order


class BadRow(Exception):
    """The line cannot be used. The message is a sentence."""


class NamesOrder(Protocol):
    """A line that names an order: by `order_id`, ours, or by `channel_order`, the store's."""

    @property
    def order_id(self) -> str:
        """Our number, '' where the line has the store's alone."""

    @property
    def channel_order(self) -> str:
        """The store's number, '' where the line has ours alone."""


class KnownOrders:
    """Orders of one company, found by the numbers that lines name."""

    def __init__(self, orders: Iterable[Order]) -> None:
        known = list(orders)
        self._by_id = {str(order.pk): order for order in known}
        self._by_store_id = {order.store_order_id: order for order in known}

    def find(self, row: NamesOrder) -> Order:
        """The order that `row` names. Raises `BadRow`."""
        if not row.order_id and not row.channel_order:
            raise BadRow("The row names no order.")
        by_ours, by_theirs = self._by_id.get(row.order_id), self._by_store_id.get(row.channel_order)
        order = by_ours if row.order_id else by_theirs
        if order is None:
            name = row.order_id or row.channel_order
            raise BadRow(f"There is no order {name} at this company.")
        if row.order_id and row.channel_order and order.store_order_id != row.channel_order:
            raise BadRow(f"Order {row.order_id} is not channel order {row.channel_order}.")
        return order


def named_orders(rows: Iterable[NamesOrder]) -> Q:
    """The condition for the orders that the lines name, to be used within one company."""
    known = list(rows)
    ids = [number for row in known if row.order_id and (number := whole_number(row.order_id))]
    return Q(pk__in=ids) | Q(store_order_id__in=[row.channel_order for row in known])


def read_numbers(order_id: str, channel_order: str) -> tuple[str, str]:
    """Both numbers of an order as they stand in a file, without #. Raises `BadRow`."""
    order_id, channel_order = (
        text.strip().lstrip("#").strip() for text in (order_id, channel_order)
    )
    if not order_id and not channel_order:
        raise BadRow("The line names no order.")
    if len(channel_order) > 40 or len(order_id) > 17:
        raise BadRow("The order's number is too long to be one.")
    return order_id, channel_order


def read_pieces(text: str) -> int | None:
    """A number of pieces; None where nothing stands. Raises `BadRow`."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(\.0+)?", text) or int(float(text)) == 0:
        raise BadRow(f"Qty: “{text[:40]}” is no number of pieces.")
    return int(float(text))
