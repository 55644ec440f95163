"""Small marks on an order that staff set and take away: rush, shipping unpaid, invoice printed."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from core.refusals import Refused
from orders.models import EventKind, Order, OrderEvent
from orders.routing.choose_by_hand import choose_by_hand


@transaction.atomic
def set_rush(order_id: int, *, is_rush: bool, by: AbstractBaseUser) -> Order:
    """Send every shipping group of the order by Rush, or not. The mapping leaves it so.

    Raises `Refused`.
    """
    order = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order_id)
    groups = list(order.shipping_groups.select_related("service__carrier"))
    changing = [group for group in groups if group.is_rush != is_rush]
    if not changing:
        raise Refused("The order is Rush already." if is_rush and groups else "It is not Rush.")
    for group in changing:
        if group.service is None:
            raise Refused(f"“{group}” has no shipping service yet: choose one first.")
    chosen = {group.pk: (group.service, is_rush) for group in changing}
    choose_by_hand(order, chosen, by=by)
    return order


@transaction.atomic
def allow_unpaid_shipping(order_id: int, *, is_allowed: bool, by: AbstractBaseUser) -> Order:
    """Let the order be shipped though it is not paid, or no more. Raises `Refused`."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if order.allow_unpaid_shipping == is_allowed:
        raise Refused(
            "The order may be shipped unpaid already."
            if is_allowed
            else "The order is not to be shipped unpaid anyway."
        )
    order.allow_unpaid_shipping = is_allowed
    order.save(update_fields=["allow_unpaid_shipping"])
    message = (
        "May be shipped even if not paid." if is_allowed else "Is not to be shipped until paid."
    )
    OrderEvent.objects.create(order=order, kind=EventKind.EDITED, by_id=by.pk, message=message)
    return order


@transaction.atomic
def mark_invoice_printed(order_id: int, *, is_printed: bool, by: AbstractBaseUser) -> Order:
    """Say that the order's invoice was printed, or was not. Raises `Refused`."""
    order = Order.objects.select_for_update().get(pk=order_id)
    if (order.invoice_printed_at is not None) == is_printed:
        raise Refused(
            "The invoice is marked as printed already."
            if is_printed
            else "The invoice is not marked as printed."
        )
    order.invoice_printed_at = timezone.now() if is_printed else None
    order.save(update_fields=["invoice_printed_at"])
    message = "Invoice marked as printed." if is_printed else "Invoice marked as not printed."
    OrderEvent.objects.create(order=order, kind=EventKind.INVOICE, by_id=by.pk, message=message)
    return order
