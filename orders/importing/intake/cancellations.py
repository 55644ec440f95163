"""Following the store's cancellations, where a company wants that."""

from collections.abc import Sequence

from orders.models import (
    EventKind,
    Order,
    OrderEvent,
    OrderStatus,
    Package,
    ShippingStatus,
)
from orders.models.order import OPEN
from orders.state.change_log import logged_values, write_change_log
from orders.state.resolved_conflicts import resolve_cancellations
from settings.models import Company, StatusReading, WebsiteOptions


def follow_cancellations(company: Company, orders: Sequence[Order]) -> None:
    """Cancel those of the saved `orders` that the store has cancelled and of which nothing left.

    Only where the company says so; elsewhere a conflict asks a person.
    """
    cancelled = [
        order
        for order in orders
        if order.store_status_reading == StatusReading.CANCELLED
        and order.order_status in OPEN
        and order.shipping_status == ShippingStatus.UNSHIPPED
    ]
    if not cancelled:
        return
    options = WebsiteOptions.objects.filter(company=company, follow_cancellations=True)
    if not options.exists():
        return
    confirmed = Package.objects.ship_confirmed().filter(order__in=cancelled)
    gone = set(confirmed.values_list("order_id", flat=True))
    _cancel([order for order in cancelled if order.pk not in gone])


def _cancel(orders: Sequence[Order]) -> None:
    before = {order.pk: logged_values(order) for order in orders}
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            kind=EventKind.STATUS,
            message=f"{order.get_order_status_display()} → {OrderStatus.CANCELLED.label}. "
            f"The store has cancelled the order (“{order.store_status_name}”).",
        )
        for order in orders
    )
    for order in orders:
        order.order_status = OrderStatus.CANCELLED
    write_change_log(before, orders)
    Order.objects.bulk_update(orders, ["order_status"])
    resolve_cancellations(orders)
