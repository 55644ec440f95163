"""Actions > Set Cancelled Internally: an order that was cancelled elsewhere is cancelled here too.

Nothing is sent to the website.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.models import EventKind, NoteKind, Order, OrderEvent, OrderNote, OrderStatus
from orders.models.order import OPEN, ShippingStatus
from orders.state.resolved_conflicts import resolve_cancellations

INSTEAD = (
    "It is Ship Confirmed: it cannot be cancelled any more. Choose Cancel/Issue Refund to give "
    "money back, or Create RMA when items come back."
)


def is_ship_confirmed(order: Order) -> bool:
    """Whether a package of the order has left, by us or by the store."""
    if order.shipping_status in (ShippingStatus.PARTIALLY_SHIPPED, ShippingStatus.FULLY_SHIPPED):
        return True
    return any(package.confirmed_at for package in order.rows_of("packages"))


def is_listed(order: Order) -> bool:
    """Whether Actions lists Cancel: not for an order that is cancelled or void."""
    return order.order_status in (*OPEN, OrderStatus.COMPLETED)


def why_not_cancel(order: Order) -> str:
    """Why the order cannot be cancelled, as a sentence with what helps; '' when it can."""
    if not is_listed(order):
        return f"The order is {order.get_order_status_display()}."
    if is_ship_confirmed(order) or order.order_status == OrderStatus.COMPLETED:
        return INSTEAD
    return ""


@transaction.atomic
def set_cancelled_internally(order: Order, comments: str, *, by: AbstractBaseUser) -> Order:
    """Cancel `order` here alone; `comments` are kept as a General note. Raises `Refused`."""
    current = Order.objects.select_for_update().get(pk=order.pk)
    if reason := why_not_cancel(current):
        raise Refused(f"Set Cancelled Internally is not possible. {reason}")
    cancel(current, why=f"Set Cancelled Internally. {comments}", by=by)
    OrderNote.objects.create(order=current, kind=NoteKind.GENERAL, text=comments, by_id=by.pk)
    return current


def cancel(order: Order, *, why: str, by: AbstractBaseUser) -> None:
    """Make a locked order Cancelled, and resolve what the store's cancellation asked for."""
    before = order.get_order_status_display()
    order.order_status = OrderStatus.CANCELLED
    order.save(update_fields=["order_status"])  # django-auditlog writes the Change Log
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.STATUS,
        by_id=by.pk,
        message=f"{before} → {OrderStatus.CANCELLED.label}. {why}",
    )
    resolve_cancellations([order], by=by)
