"""Order Details > Send to website: telling of a refund of which the website was not told."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.models import EventKind, Order, OrderEvent, Refund
from orders.refunds.issue_refund import tell_website
from orders.refunds.plan import website_status_now


def is_told(refund: Refund) -> bool:
    """Whether the website has been told of `refund`, or is about to be."""
    return bool(refund.website_status) and not refund.is_local_only


def why_not_send(refund: Refund) -> str:
    """Why the website cannot be told of `refund` now, with what helps; '' when it can.

    It would be told by the status that fits the order as it is now: a later refund may have
    changed that, and the company may have chosen other statuses.
    """
    order = refund.order
    code, _ = website_status_now(order)
    if is_told(refund):
        return "The website has been told of this refund, or is about to be."
    if not code:
        return (
            "The company has chosen no website status for such a refund. Choose one under Order "
            "Statuses, then it can be sent."
        )
    if code == order.store_status_code:
        return f"The website has the status “{order.store_status_name}” already."
    return ""


@transaction.atomic
def send_to_website(refund: Refund, *, by: AbstractBaseUser) -> Refund:
    """Tell the website of a refund of which it was not told. Raises `Refused`."""
    Order.objects.select_for_update(of=("self",)).get(pk=refund.order_id)
    current = Refund.objects.select_related("order__company__connection").get(pk=refund.pk)
    if reason := why_not_send(current):
        raise Refused(reason)
    current.is_local_only = False
    current.website_status, current.mails_customer = website_status_now(current.order)
    current.save(update_fields=["is_local_only", "website_status", "mails_customer"])
    OrderEvent.objects.create(
        order=current.order,
        kind=EventKind.REFUND,
        by_id=by.pk,
        message=f"Refund of {current.total} {current.order.currency}: the website is to be told.",
    )
    tell_website(current, by=by)
    return current
