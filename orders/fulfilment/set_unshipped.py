"""Actions > Set Unshipped: what was Ship Confirmed by mistake is only packed again.

It undoes what we did here, and only while the website has heard nothing of it: a shipment in the
store stays there, and its customer may have been told.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.fulfilment.shipping_out import lock_orders
from orders.fulfilment.website_updates import shipment_key, withdraw_shipment
from orders.models import EventKind, Order, OrderEvent, OrderStatus, Package
from orders.state.ledger import recount_packages
from orders.state.summary import packages_changed
from settings.models import StatusReading
from stores import outbox
from stores.models import OutgoingChange

_IN_FLIGHT = (
    "The website is being told of it just now, and may know of it already. Wait for what becomes "
    "of that."
)


def has_left(order: Order) -> bool:
    """Whether something of the order has left, so that Set Unshipped means anything."""
    return any(package.confirmed_at for package in order.rows_of("packages"))


def why_not_set_unshipped(order: Order) -> str:
    """Why the order cannot be set unshipped, as a sentence with what helps; '' when it can."""
    gone = [package for package in order.rows_of("packages") if package.confirmed_at]
    if not gone:
        return "Nothing of the order has been Ship Confirmed."
    if order.order_status not in (OrderStatus.IN_PROCESS, OrderStatus.COMPLETED):
        return f"The order is {order.get_order_status_display()}. Set it In Process first."
    told = [one for one in gone if one.is_source_notified or one.store_shipment_id]
    if told:
        numbers = ", ".join(str(package) for package in told)
        return (
            f"The website knows of {numbers} already. Set Unshipped removes nothing there: the "
            "shipment would stay in the store, and the customer may have been told. Correct the "
            "tracking number, or create an RMA or refund."
        )
    if order.store_status_reading == StatusReading.SHIPPED:
        return (
            f"The website says that the order is shipped (“{order.store_status_name}”). Change its "
            "status there first."
        )
    changes = OutgoingChange.objects.filter(key__in=map(shipment_key, gone))
    return _IN_FLIGHT if any(map(outbox.has_left, changes)) else ""


@transaction.atomic
def set_unshipped(order: Order, *, by: AbstractBaseUser) -> Order:
    """Every package of the order is only packed again, and nothing is told. Raises `Refused`."""
    current = lock_orders([order.pk])[0]
    if reason := why_not_set_unshipped(current):
        raise Refused(f"Set Unshipped is not possible. {reason}")
    for package in current.packages.ship_confirmed():
        if not withdraw_shipment(package):
            raise Refused(f"Set Unshipped is not possible. {_IN_FLIGHT}")
    Package.objects.filter(order=current).update(confirmed_at=None, confirmed_by=None)
    if current.order_status == OrderStatus.COMPLETED:
        current.order_status = OrderStatus.IN_PROCESS
        current.save(update_fields=["order_status"])  # django-auditlog writes the Change Log
    recount_packages([current])
    packages_changed([current.pk])
    OrderEvent.objects.create(
        order=current,
        kind=EventKind.SHIPMENT,
        by_id=by.pk,
        message="Set Unshipped: the packages are only packed again. The website was told nothing.",
    )
    return current
