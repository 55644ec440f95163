"""What the store's facts mean for our own three statuses. Pure."""

from dataclasses import dataclass

from orders.models import Order, OrderStatus, PaymentStatus, ShippingStatus
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


def first_statuses(store_order: StoreOrder) -> Statuses:
    """The statuses an order comes in with."""
    reading = store_order.status.reading
    shipping = shipping_status(store_order)
    order = OrderStatus.IN_PROCESS
    if reading in (StatusReading.CANCELLED, StatusReading.REFUNDED):
        order = OrderStatus.CANCELLED
    elif shipping == ShippingStatus.FULLY_SHIPPED:
        order = OrderStatus.COMPLETED
    return Statuses(order, _PAYMENT_BY_READING.get(reading, PaymentStatus.NO_PAYMENT), shipping)


def next_statuses(order: Order, store_order: StoreOrder) -> Statuses:
    """The statuses of a known order after the store changed it.

    A cancellation in the store is shown, not followed: staff confirm it with their own action. A
    person's hold, void or cancellation stays. A payment never goes back from Charged because the
    store's status moved to one that says nothing about money.
    """
    shipping = shipping_status(store_order)
    own = OrderStatus(order.order_status)
    if own == OrderStatus.IN_PROCESS and shipping == ShippingStatus.FULLY_SHIPPED:
        own = OrderStatus.COMPLETED
    payment = _PAYMENT_BY_READING.get(
        store_order.status.reading, PaymentStatus(order.payment_status)
    )
    return Statuses(own, payment, shipping)


def shipping_status(store_order: StoreOrder) -> ShippingStatus:
    """How much the store has shipped, by quantities; by its status where no line says more.

    Only lines that need shipping count. An order of downloads alone is shipped when the store
    says that it is.
    """
    lines = [line for line in store_order.lines if line.needs_shipping]
    shipped = sum(min(line.shipped_quantity, line.quantity) for line in lines)
    ordered = sum(line.quantity for line in lines)
    is_all_shipped = ordered > 0 and shipped >= ordered
    if is_all_shipped or store_order.status.reading == StatusReading.SHIPPED:
        return ShippingStatus.FULLY_SHIPPED
    return ShippingStatus.PARTIALLY_SHIPPED if shipped else ShippingStatus.UNSHIPPED
