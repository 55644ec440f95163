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
_REFUNDED = (PaymentStatus.PARTIAL_REFUND, PaymentStatus.FULL_REFUND)


def first_statuses(store_order: StoreOrder) -> Statuses:
    """The statuses an order comes in with."""
    reading = store_order.status.reading
    shipping = _shipping_status(store_order, {})
    order = OrderStatus.IN_PROCESS
    if reading in (StatusReading.CANCELLED, StatusReading.REFUNDED):
        order = OrderStatus.CANCELLED
    elif shipping == ShippingStatus.FULLY_SHIPPED:
        order = OrderStatus.COMPLETED
    return Statuses(order, _PAYMENT_BY_READING.get(reading, PaymentStatus.NO_PAYMENT), shipping)


def next_statuses(
    order: Order, store_order: StoreOrder, known_lines: Sequence[OrderLine]
) -> Statuses:
    """The statuses of a known order with `known_lines` after the store changed it.

    A cancellation in the store is shown, not followed: staff confirm it with their own action. A
    person's hold, void or cancellation stays. A payment never goes back from Charged because the
    store's status moved to one that says nothing about money, and what was refunded here stays
    refunded whatever status the refund got in the store. What we shipped counts, whether the store
    has heard of it or not.
    """
    shipping = _shipping_status(store_order, {line.store_line_id: line for line in known_lines})
    own = OrderStatus(order.order_status)
    if own == OrderStatus.IN_PROCESS and shipping == ShippingStatus.FULLY_SHIPPED:
        own = OrderStatus.COMPLETED
    payment = PaymentStatus(order.payment_status)
    if payment not in _REFUNDED:
        payment = _PAYMENT_BY_READING.get(store_order.status.reading, payment)
    return Statuses(own, payment, shipping)


def _shipping_status(store_order: StoreOrder, known: dict[str, OrderLine]) -> ShippingStatus:
    counts = []
    for line in store_order.lines:
        ours = known.get(line.store_line_id)
        shipped_by_us = ours.shipped_quantity if ours else 0
        if line.needs_shipping:
            counts.append(
                LineCount(
                    ordered=line.quantity,
                    gone=max(shipped_by_us, min(line.shipped_quantity, line.quantity)),
                    refunded=cancelled(ours) if ours else 0,
                )
            )
    says_shipped = store_order.status.reading == StatusReading.SHIPPED
    return shipping_status(counts, store_says_shipped=says_shipped)
