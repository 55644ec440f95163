"""Cancelling an invoice: a document over the whole takes it back, from its frozen facts.

Printing the order's invoice again then issues a new one, which names the one it replaces.
"""

from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from invoices.document import Document, DocumentKind
from invoices.drawing.renderer_choice import chosen_type
from invoices.issuing.building import frame
from invoices.issuing.issuing import CannotIssue, document_of, row_of
from invoices.issuing.numbering import begin_numbering, take_numbers
from invoices.issuing.order_facts import facts_of, with_everything
from invoices.models import IssuedDocument
from orders.models import Order
from orders.state.printed import note_documents


def why_not_cancel(invoice: IssuedDocument) -> str:
    """Why the invoice cannot be cancelled, as a sentence; '' when it can."""
    if invoice.kind != DocumentKind.INVOICE:
        return f"{invoice} is no invoice."
    if invoice.is_cancelled:
        return f"{invoice} is cancelled already."
    notes = IssuedDocument.objects.filter(order=invoice.order_id, refund__isnull=False)
    if notes.filter(facts__corrects=invoice.number).exists():
        return f"{invoice} has credit notes already. Refund what is left instead."
    return ""


@transaction.atomic
def cancel_invoice(invoice_id: int, *, by: AbstractBaseUser) -> IssuedDocument:
    """The cancellation of an invoice, issued. Raises `CannotIssue`."""
    order_id = IssuedDocument.objects.values_list("order", flat=True).get(pk=invoice_id)
    Order.objects.select_for_update().get(pk=order_id)
    invoice = IssuedDocument.objects.get(pk=invoice_id)
    if reason := why_not_cancel(invoice):
        raise CannotIssue(reason)
    order = with_everything(Order.objects.filter(pk=order_id)).get()
    settings, today = begin_numbering(order.company)
    (number,) = take_numbers(settings, DocumentKind.CREDIT_NOTE, today, 1)
    now = frame(facts_of(order, settings, today))
    document = cancellation(document_of(invoice), now, number=number.text)
    row = row_of(order, document, number, chosen_type(order.company), by)
    row.cancels = invoice
    row.save()
    invoice.is_cancelled = True
    invoice.save(update_fields=["is_cancelled"])
    note_documents({order.pk: f"{invoice} was cancelled by {row.number}."}, by=by)
    return row


def cancellation(invoice: Document, frame: Document, *, number: str) -> Document:
    """The document that takes `invoice` back; `frame` gives seller, look and date. Pure."""
    return replace(
        invoice,
        kind=DocumentKind.CREDIT_NOTE,
        is_cancellation=True,
        look=replace(frame.look, language=invoice.look.language, locale=invoice.look.locale),
        number=number,
        issued_on=frame.issued_on,
        seller=frame.seller,
        logo=frame.logo,
        corrects=invoice.number,
        corrects_issued_on=invoice.issued_on,
        replaces="",
        is_paid=False,
    )
