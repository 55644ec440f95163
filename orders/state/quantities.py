"""How much of an order's lines has left, and what is still to be packed. Pure.

A line's quantity is an upper limit for everything: what is in packages, plus what was refunded
before it was packed, never exceeds it. What the store says it has shipped counts as gone too, even
while its parcel is not here yet: nothing is to be sent twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from orders.models import Order, OrderLine, ShippingStatus
from settings.models import StatusReading


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """What is known of one line that needs shipping, in pieces."""

    ordered: int
    gone: int
    refunded: int = 0


def counts_of(lines: Iterable[OrderLine]) -> list[LineCount]:
    """The counts of those `lines` that need shipping."""
    return [
        LineCount(ordered=line.quantity, gone=gone(line), refunded=cancelled(line))
        for line in lines
        if line.needs_shipping
    ]


def remaining(line: OrderLine) -> int:
    """How many pieces of a line may still be packed; 0 for one that needs no shipping."""
    if not line.needs_shipping:
        return 0
    taken = max(line.packed_quantity, gone(line)) + cancelled(line)
    return max(0, line.quantity - taken)


def cancelled(line: OrderLine) -> int:
    """How many pieces were refunded instead of being sent: all but those that came back."""
    return max(0, line.refunded_quantity - line.returned_quantity)


def shipping_status(counts: Iterable[LineCount], *, store_says_shipped: bool) -> ShippingStatus:
    """How much of an order has been shipped, by quantities.

    What was refunded need not be shipped any more. An order without a line that needs shipping is
    shipped when the store says that it is.
    """
    known = list(counts)
    gone = sum(min(count.gone, count.ordered) for count in known)
    is_all_gone = all(count.gone + count.refunded >= count.ordered for count in known)
    if store_says_shipped or (gone and is_all_gone):
        return ShippingStatus.FULLY_SHIPPED
    return ShippingStatus.PARTIALLY_SHIPPED if gone else ShippingStatus.UNSHIPPED


def shipping_status_of(order: Order, lines: Iterable[OrderLine]) -> ShippingStatus:
    """`shipping_status` of an order as it is here."""
    return shipping_status(counts_of(lines), store_says_shipped=is_shipped_by_store(order))


def is_shipped_by_store(order: Order) -> bool:
    """Whether the store says by itself that the order is shipped, perhaps without a shipment."""
    return order.store_status_reading == StatusReading.SHIPPED and not order.is_store_status_ours


def gone(line: OrderLine) -> int:
    """How many pieces of a line have left, by our packages or by the store's word."""
    return max(line.shipped_quantity, min(line.store_shipped_quantity, line.quantity))


def gone_of(order: Order, line: OrderLine) -> int:
    """As `gone`; all that was not cancelled where the store calls the whole `order` shipped."""
    if not line.needs_shipping:
        return 0
    if is_shipped_by_store(order):
        return max(gone(line), line.quantity - cancelled(line))
    return gone(line)
