"""Erasing what an order tells of its customer: the order stays, the person goes.

Amounts, goods, dates, numbers, country and state stay: books and taxes need them. What people typed
goes as a whole, since nobody can say what stands in it.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from core.redaction import Redaction
from core.refusals import Refused
from orders.importing.intake.differences import TOLD_BY_US
from orders.models import (
    EventKind,
    Order,
    OrderActionRequest,
    OrderConflict,
    OrderDocument,
    OrderEvent,
    RmaLine,
    RmaStatus,
)
from orders.models.order import OPEN
from orders.state.summary import write_search_text
from stores.models import OutgoingChange

TEXT_WENT = "The text went with the customer's data."

# Sentences that the house itself makes of numbers, services and amounts; a customer's word in them
# is taken out. All other texts of a timeline go.
_OURS = (
    *(EventKind.IMPORTED, EventKind.RESOLVED, EventKind.SHIPPING_METHOD, EventKind.SHIPMENT),
    *(EventKind.WEBSITE, EventKind.INVOICE, EventKind.PAYMENT, EventKind.COST),
)
_NO_PERSON = dict.fromkeys(
    (
        *("customer_first_name", "customer_last_name", "customer_company", "customer_email"),
        "customer_vat_number",
        *("customer_phone", "store_customer_id", "customer_note", "staff_note"),
    ),
    "",
)
_NO_PLACE = dict.fromkeys(
    ["first_name", "last_name", "company", "address1", "address2", "city", "postal_code", "phone"],
    "",
)


def why_not_erase(order: Order) -> str:
    """Why the customer's data are still needed, as a sentence that says what to do; '' if not."""
    if order.order_status in OPEN:
        return f"{order} is {order.get_order_status_display()}: ship it, or cancel it."
    rma = order.rmas.exclude(status=RmaStatus.CLOSED).first()
    if rma is not None:
        return f"{rma} of {order} is {rma.get_status_display()}: close it."
    if order.action_requests.pending().exists():
        return f"A refund of {order} waits for approval: process or reject it."
    changes = OutgoingChange.objects.for_order(order.company_id, order.store_order_id)
    if changes.undelivered().exists():
        return f"The website has not heard all of {order}: look at Website updates."
    return ""


@transaction.atomic
def erase(order_id: int, redaction: Redaction, *, by: AbstractBaseUser | None) -> Order:
    """Erase the person; `redaction` knows the customer's words. Raises `Refused`."""
    order = Order.objects.select_for_update(of=("self",)).select_related("company").get(pk=order_id)
    if sentence := why_not_erase(order):
        raise Refused(sentence)
    for column, value in _NO_PERSON.items():
        setattr(order, column, value)
    order.payment_reference = redaction.text(order.payment_reference)
    order.warnings, order.facts_hash, order.erased_at = [], TOLD_BY_US, timezone.now()
    order.save(
        update_fields=[*_NO_PERSON, "payment_reference", "warnings", "facts_hash", "erased_at"]
    )
    _erase_parts(order)
    _erase_texts(order, redaction)
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.ERASURE,
        by_id=by.pk if by else None,
        message="The customer's data were erased.",
    )
    write_search_text([order.pk])
    return order


def _erase_parts(order: Order) -> None:
    order.addresses.update(**_NO_PLACE, is_ours=False, told_by_store={})
    order.lines.update(options=[])
    order.notes.all().delete()
    order.refunds.update(comment="")
    order.rmas.update(description="")
    RmaLine.objects.filter(rma__order=order).update(comment="")
    OrderConflict.objects.filter(order=order).update(message=TEXT_WENT)
    kept = OrderDocument.objects.kept().filter(order=order)
    kept.update(packed=None, removed_at=timezone.now())


def _erase_texts(order: Order, redaction: Redaction) -> None:
    for payment in order.payments.all():
        payment.note, payment.reference = "", redaction.text(payment.reference)
        payment.save(update_fields=["note", "reference"])
    for asked in OrderActionRequest.objects.filter(order=order):
        asked.wanted, asked.decision = {**asked.wanted, "comment": ""}, ""
        asked.save(update_fields=["wanted", "decision"])
    for event in order.events.all():
        event.message = _rest_of(event, redaction)
        event.save(update_fields=["message"])
    changes = OutgoingChange.objects.for_order(order.company_id, order.store_order_id)
    for change in changes:
        change.last_error = redaction.text(change.last_error)
        change.payload = redaction.value(change.payload)
        change.receipt = redaction.value(change.receipt)
        change.save(update_fields=["last_error", "payload", "receipt"])


def _rest_of(event: OrderEvent, redaction: Redaction) -> str:
    if event.kind in _OURS:
        return redaction.text(event.message)
    move, dot, _comment = event.message.partition(".")
    if event.kind == EventKind.STATUS and "→" in move:
        return f"{move}{dot}"
    return TEXT_WENT
