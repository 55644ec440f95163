"""Issuing: a document gets its number and its facts in one transaction, once and for all.

Drawing comes after (`invoices.issuing.filing`), from the facts that were written down: a worker
that dies in between, or a template that fails, costs no number.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from invoices.document import Document, DocumentKind
from invoices.drawing.renderer_choice import chosen_type
from invoices.issuing.building import frame, invoice
from invoices.issuing.credit_notes import RefundRows, credit_note
from invoices.issuing.numbering import IssuedNumber, begin_numbering, take_numbers
from invoices.issuing.order_facts import facts_of, with_everything
from invoices.models import IssuedDocument
from orders.models import Order, OrderStatus, Refund
from orders.state.printed import note_documents
from settings.models import Company


class CannotIssue(Refused):
    """The document cannot be issued. The message says why, and what to do."""


def why_not_invoice(order: Order) -> str:
    """Why no invoice can be issued for `order`, as a sentence; '' when it can."""
    if order.order_status in (OrderStatus.CANCELLED, OrderStatus.VOID):
        return f"The order is {order.get_order_status_display()}: there is nothing to invoice."
    return ""


@transaction.atomic
def issue_invoices(
    company: Company, order_ids: Sequence[int], *, by: AbstractBaseUser | None
) -> tuple[list[IssuedDocument], dict[int, str]]:
    """The invoices of the company's orders, issued where they were not yet.

    In the order of `order_ids`; beside them, by order id, why an order gets none.
    """
    ours = Order.objects.for_company(company).filter(pk__in=order_ids)
    list(ours.select_for_update().order_by("pk").values_list("pk"))
    issued = _issued(order_ids)
    missing = [order_id for order_id in order_ids if order_id not in issued]
    orders = {order.pk: order for order in with_everything(ours.filter(pk__in=missing))}
    refusals = {pk: why_not_invoice(order) for pk, order in orders.items()}
    free = [orders[pk] for pk in missing if pk in orders and not refusals[pk]]
    issued |= {row.order_id: row for row in _issue(company, free, by)}
    return [issued[pk] for pk in order_ids if pk in issued], {
        pk: sentence for pk, sentence in refusals.items() if sentence
    }


@transaction.atomic
def issue_credit_note(refund_id: int, *, by: AbstractBaseUser | None) -> IssuedDocument:
    """The credit note of a refund, issued where it was not yet. Raises `CannotIssue`."""
    refund = Refund.objects.get(pk=refund_id)
    order = _locked_order(refund)
    if (known := IssuedDocument.objects.filter(refund=refund).first()) is not None:
        return known
    invoice = _invoice_to_correct(order)
    settings, today = begin_numbering(order.company)
    facts = facts_of(order, settings, today)
    document = credit_note(invoice, frame(facts), _refunds_up_to(refund))
    if not document.total:
        raise CannotIssue(
            f"With this refund nothing went back of what invoice {invoice.number} says, so there "
            "is nothing to correct."
        )
    (number,) = take_numbers(settings, DocumentKind.CREDIT_NOTE, today, 1)
    document = replace(document, number=number.text)
    row = row_of(order, document, number, chosen_type(order.company), by)
    row.refund = refund
    row.save()
    note_documents({order.pk: f"{row} was issued."}, by=by)
    return row


def _locked_order(refund: Refund) -> Order:
    """The order with everything, so that no other refund of it comes in between."""
    Order.objects.select_for_update().get(pk=refund.order_id)
    return with_everything(Order.objects.filter(pk=refund.order_id)).get()


def _invoice_to_correct(order: Order) -> Document:
    """The order's invoice as it was issued. Raises `CannotIssue` where nothing can be corrected."""
    row = IssuedDocument.objects.invoices().filter(order=order).first()
    if row is None:
        raise CannotIssue("No invoice was issued for this order, so there is nothing to correct.")
    if row.currency != order.currency:
        raise CannotIssue(
            f"{row} is in {row.currency}, the order in {order.currency}: amounts of two "
            "currencies cannot be set off."
        )
    return document_of(row)


def _refunds_up_to(refund: Refund) -> list[RefundRows]:
    refunds = Refund.objects.filter(order=refund.order_id, pk__lte=refund.pk)
    return [
        RefundRows(refund=one, lines=list(one.lines.all()))
        for one in refunds.prefetch_related("lines__line").order_by("pk")
    ]


def document_of(row: IssuedDocument) -> Document:
    """What was issued, as it was written down."""
    return msgspec.convert(row.facts, Document)


def _issued(order_ids: Sequence[int]) -> dict[int, IssuedDocument]:
    invoices = IssuedDocument.objects.invoices().filter(order_id__in=order_ids)
    # What was written down is asked for only where it must be drawn yet.
    return {row.order_id: row for row in invoices.select_related("company").defer("facts")}


def _issue(
    company: Company, orders: Sequence[Order], by: AbstractBaseUser | None
) -> list[IssuedDocument]:
    if not orders:
        return []
    settings, today = begin_numbering(company)
    numbers = take_numbers(settings, DocumentKind.INVOICE, today, len(orders))
    invoice_type, replaced = chosen_type(company), _cancelled_numbers(orders)
    rows = [
        row_of(
            order,
            invoice(
                facts_of(order, settings, today),
                number=number.text,
                replaces=replaced.get(order.pk, ""),
            ),
            number,
            invoice_type,
            by,
        )
        for order, number in zip(orders, numbers, strict=True)
    ]
    IssuedDocument.objects.bulk_create(rows)
    note_documents({row.order_id: f"{row} was issued." for row in rows}, by=by)
    return rows


def _cancelled_numbers(orders: Sequence[Order]) -> dict[int, str]:
    """The number of the invoice that was cancelled last, by order id."""
    cancelled = IssuedDocument.objects.filter(order__in=orders, is_cancelled=True)
    return dict(cancelled.order_by("pk").values_list("order_id", "number"))


def row_of(
    order: Order,
    document: Document,
    number: IssuedNumber,
    invoice_type: str,
    by: AbstractBaseUser | None,
) -> IssuedDocument:
    """What was issued, not yet saved: `document` under its `number`."""
    said: dict[str, Any] = msgspec.to_builtins(document)
    return IssuedDocument(
        company=order.company,
        order=order,
        kind=document.kind.value,
        year=number.year,
        sequence=number.sequence,
        number=document.number,
        issued_on=document.issued_on,
        issued_by_id=by.pk if by else None,
        invoice_type=invoice_type,
        currency=document.currency,
        total=document.total,
        facts=said,
    )
