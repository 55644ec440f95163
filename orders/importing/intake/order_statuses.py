"""What the store's facts mean for our own three statuses. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.models import Order, OrderLine, OrderStatus, PaymentStatus, ShippingStatus
from orders.state.quantities import LineCount, cancelled, shipping_status
from settings.models import StatusReading
from stores.port import StoreOrder


@dataclass(frozen=True, slots=True)
class Statuses:
    """The three statuses of an order."""

    order: OrderStatus
    payment: PaymentStatus
    shipping: ShippingStatus


_PAYMENT_BY_READING = {
    StatusReading.PAID: PaymentStatus.CHARGED,
    StatusReading.SHIPPED: PaymentStatus.CHARGED,
    StatusReading.REFUNDED: PaymentStatus.FULL_REFUND,
}
_LEFT_TO_SHIP = (ShippingStatus.UNSHIPPED, ShippingStatus.PARTIALLY_SHIPPED)
_REFUNDED = (PaymentStatus.PARTIAL_REFUND, PaymentStatus.FULL_REFUND)


def first_statuses(store_order: StoreOrder) -> Statuses:
    """The statuses an order comes in with."""
    reading = store_order.status.reading
    counts = [
        LineCount(ordered=line.quantity, gone=min(line.shipped_quantity, line.quantity))
        for line in store_order.lines
        if line.needs_shipping
    ]
    shipping = shipping_status(counts, store_says_shipped=reading == StatusReading.SHIPPED)
    order = OrderStatus.IN_PROCESS
    if reading in (StatusReading.CANCELLED, StatusReading.REFUNDED):
        order = OrderStatus.CANCELLED
    elif shipping == ShippingStatus.FULLY_SHIPPED:
        order = OrderStatus.COMPLETED
    return Statuses(order, _PAYMENT_BY_READING.get(reading, PaymentStatus.NO_PAYMENT), shipping)


def next_statuses(
    order: Order,
    store_order: StoreOrder,
    known_lines: Sequence[OrderLine],
    lines: Sequence[OrderLine],
) -> Statuses:
    """The statuses of a known order after the store changed it from `known_lines` to `lines`.

    A cancellation in the store is shown, not followed: staff confirm it with their own action. A
    person's hold, void or cancellation stays. A payment never goes back from Charged because the
    store's status moved to one that says nothing about money, and what was refunded here stays
    refunded whatever status the refund got in the store. What we shipped counts, whether the store
    has heard of it or not. Where all had left and the store adds something, work begins again.
    """
    known = {line.store_line_id: line for line in known_lines}
    counts = [_count(line, known.get(line.store_line_id)) for line in lines if line.needs_shipping]
    says_shipped = store_order.status.reading == StatusReading.SHIPPED
    is_ours = order.is_store_status_ours and order.store_status_code == store_order.status.code
    shipping = shipping_status(counts, store_says_shipped=says_shipped and not is_ours)
    was_all_shipped = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    own = OrderStatus(order.order_status)
    if own == OrderStatus.IN_PROCESS and shipping == ShippingStatus.FULLY_SHIPPED:
        own = OrderStatus.COMPLETED
    elif own == OrderStatus.COMPLETED and was_all_shipped and shipping in _LEFT_TO_SHIP:
        own = OrderStatus.IN_PROCESS
    payment = PaymentStatus(order.payment_status)
    if payment not in _REFUNDED:
        payment = _PAYMENT_BY_READING.get(store_order.status.reading, payment)
    return Statuses(own, payment, shipping)


def _count(line: OrderLine, ours: OrderLine | None) -> LineCount:
    """What is known of `line` as the store now has it, with the ledger of `ours`."""
    shipped_by_us = ours.shipped_quantity if ours else 0
    return LineCount(
        ordered=line.quantity,
        gone=max(shipped_by_us, min(line.store_shipped_quantity, line.quantity)),
        refunded=cancelled(ours) if ours else 0,
    )
