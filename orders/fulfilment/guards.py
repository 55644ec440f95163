"""May an order leave? The one guard of Ship Items, Ship Orders, files and the HTTP interface."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from orders.models import ConflictKind, Order, OrderConflict, OrderStatus, PaymentStatus
from orders.state.quantities import remaining

# An authorized payment is captured when the parcel leaves; a partial refund leaves the rest paid.
PAID = (PaymentStatus.CHARGED, PaymentStatus.AUTHORIZED, PaymentStatus.PARTIAL_REFUND)


def why_not_ship(order: Order) -> str:
    """Why nothing more of `order` may be packed now, with what helps; '' when something may.

    Reads the order's lines, conflicts and company options unless they are loaded.
    """
    if reason := why_not_leave(order):
        return reason
    if not any(remaining(line) for line in order.rows_of("lines")):
        return "Nothing is left to ship."
    return ""


def why_not_leave(order: Order) -> str:
    """Why no parcel of `order` may leave now, as a sentence with what helps; '' when one may."""
    status = OrderStatus(order.order_status)
    if status in (OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER):
        return f"The order is {status.label}. Set it In Process first."
    if status != OrderStatus.IN_PROCESS:
        return f"The order is {status.label}: it does not ship."
    return _why_unresolved(order.rows_of("conflicts")) or why_not_paid(order)


def why_not_paid(order: Order) -> str:
    """Why the order's payment keeps it here; '' when it does not. A free order needs none."""
    status = PaymentStatus(order.payment_status)
    if status == PaymentStatus.FULL_REFUND:
        return "The order's payment went back to the customer (Full Refund): it does not ship."
    if status in PAID or not order.grand_total or order.allow_unpaid_shipping:
        return ""
    if order.company.website_options.allow_shipping_unpaid_orders:
        return ""
    return (
        f"The order is not paid ({status.label}). Tick “Allow shipping even not paid” on the "
        "order, or Allow Shipping Unpaid Orders in Website > General of the company."
    )


def why_not_ship_on(order: Order, day: date) -> str:
    """Why no parcel of `order` can have left on `day`, in the company's zone; '' if one can."""
    zone = order.company.zone
    placed_on = timezone.localdate(order.placed_at, zone)
    if day > timezone.localdate(timezone=zone):
        return f"The Ship Date {day.isoformat()} is in the future."
    if day < placed_on:
        return (
            f"The Ship Date {day.isoformat()} is before the order was placed "
            f"({placed_on.isoformat()})."
        )
    return ""


def why_not_tell_website(order: Order, *, carrier: str, tracking_number: str) -> str:
    """Why the website would refuse a parcel of `order` with these; '' when it would not.

    CS-Cart wants a tracking number or a carrier. Where nothing is told, nothing can be refused.
    """
    is_told = order.company.website_options.allow_tracking_upload and not order.is_local
    if carrier or tracking_number or not is_told:
        return ""
    return (
        "The website wants a tracking number or a carrier, and this service has no carrier there. "
        "Enter the tracking number, or choose a service whose carrier the website knows."
    )


def day_in_reach(order: Order, day: date) -> date:
    """`day`, or today where it is tomorrow: label software lives in another zone than the shop."""
    today = timezone.localdate(timezone=order.company.zone)
    return today if day == today + timedelta(days=1) else day


def moment_on(order: Order, day: date | None) -> datetime:
    """The moment that stands for `day` in the company's zone, which has come already.

    None and today are now. A day before is its noon; its last minute where the order was placed
    after noon.
    """
    now, zone = timezone.now(), order.company.zone
    if day is None or day >= timezone.localdate(now, zone):
        return now
    noon = datetime.combine(day, time(12), zone)
    return noon if noon >= order.placed_at else datetime.combine(day, time(23, 59), zone)


def _why_unresolved(conflicts: Iterable[OrderConflict]) -> str:
    """Which conflict with the store a person must decide on first; '' when none is open."""
    is_open = {conflict.kind: conflict for conflict in conflicts if conflict.settled_at is None}
    if ConflictKind.CANCELLED_IN_STORE in is_open:
        return (
            "The store has cancelled this order. Cancel it here too, or resolve the conflict on "
            "Order Details when it is to ship all the same."
        )
    for conflict in is_open.values():
        return f"{conflict.message} Compare, and choose Resolved on Order Details."
    return ""
