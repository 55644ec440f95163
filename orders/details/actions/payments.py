"""Actions > Receive Manual Payment: money that came in outside the store."""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils import timezone

from core.refusals import Refused
from orders.models import (
    EventKind,
    Order,
    OrderEvent,
    OrderStatus,
    Payment,
    PaymentKind,
    PaymentStatus,
)
from orders.state.balances import order_balance, payment_status
from orders.state.stale import refuse_if_changed


class PaymentMethod(models.TextChoices):
    """How money comes in outside the store. The values are what staff read."""

    CASH = "Cash", "Cash"
    EMAIL = "Email", "Email"
    PAYPAL = "PayPal", "PayPal"
    PURCHASE_ORDER = "Purchase Order", "Purchase Order"
    TELEPHONE = "Telephone", "Telephone"
    WIRE = "Wire", "Wire"
    OTHER = "Other", "Other"
    GIFT = "Gift Certificate/Card", "Gift Certificate/Card"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedPayment:
    """What somebody received: `amount` in the order's currency, on a day in the company's zone."""

    method: PaymentMethod
    amount: Decimal
    on: date
    reference: str = ""
    note: str = ""


def takes_payments(order: Order) -> bool:
    """Whether payments make sense for the order; otherwise no menu offers them."""
    return order.order_status not in (OrderStatus.CANCELLED, OrderStatus.VOID)


def why_not_receive_payment(order: Order, amount: Decimal | None = None) -> str:
    """Why the order can receive no payment, or not `amount`, as a sentence; '' when it can.

    Reads the order's payments unless they are loaded.
    """
    if not takes_payments(order):
        return f"The order is {order.get_order_status_display()}. Set it In Process again first."
    due = order_balance(order).remaining_dues
    if due <= 0:
        return "Nothing is due: the order is paid."
    if amount is not None and amount > due:
        return f"Only {due} {order.currency} is due. Enter that or less."
    return ""


@transaction.atomic
def receive_payment(
    order: Order, received: ReceivedPayment, *, by: AbstractBaseUser, seen: int | None = None
) -> Payment:
    """Write a payment down, and let the payment status follow.

    Raises `Refused`, and `ChangedMeanwhile` when others changed the order after the event `seen`.
    """
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    order = locked.get(pk=order.pk)
    refuse_if_changed(order, seen, by=by)
    if reason := why_not_receive_payment(order, received.amount):
        raise Refused(reason)
    payment = Payment.objects.create(
        order=order,
        kind=PaymentKind.PAYMENT,
        method=received.method.value,
        amount=received.amount,
        paid_at=_moment(received.on, order),
        reference=received.reference,
        note=received.note,
        by_id=by.pk,
    )
    balance = order_balance(order)
    order.payment_status = payment_status(balance, PaymentStatus(order.payment_status))
    order.save(update_fields=["payment_status"])
    reference = f", reference {received.reference}" if received.reference else ""
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.PAYMENT,
        by_id=by.pk,
        message=f"Received {payment.amount} {order.currency} by {payment.method}{reference}.",
    )
    return payment


def _moment(day: date, order: Order) -> datetime:
    """Now for today, noon in the company's zone for any day before."""
    zone, now = order.company.zone, timezone.now()
    is_today = day >= timezone.localdate(now, zone)
    return now if is_today else datetime.combine(day, time(12), zone)
