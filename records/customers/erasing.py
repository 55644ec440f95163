"""Erasing a customer at a company: orders one by one, then whatever else names the person.

The issued PDFs stay while tax law asks for them (see `Retention.tax_years`); the facts from which
they were drawn lose the person at once. Safe to begin again after a crash: the request keeps the
words to look for until all is done.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
from django.db import transaction
from django.utils import timezone

from core.redaction import Redaction
from invoices.document import Document, Party
from invoices.issuing.issuing import document_of
from invoices.models import InvoiceMail, IssuedDocument
from orders import erasure
from orders.models import LeftOutOrder, Order
from records.customers.finding import Customer
from records.customers.traces import remove_traces
from records.files import forget_file
from records.models import CustomerRequest, Retention


def erase_customer(
    customer: Customer, request: CustomerRequest, redaction: Redaction
) -> Iterator[dict[str, int]]:
    """Erase order by order, then the traces; gives what was done at each step, to be counted.

    Raises `core.refusals.Refused` when an order is needed again meanwhile.
    """
    for order in customer.orders:
        with transaction.atomic():
            erasure.erase(order.pk, redaction, by=request.requested_by)
            gone, stay = _erase_documents(order)
        yield {"orders": 1, "documents_removed": gone, "documents_kept": stay}
    for row in customer.left_out:
        LeftOutOrder.objects.filter(pk=row.pk).update(
            packed_document=None, sentence=redaction.text(row.sentence), erased_at=timezone.now()
        )
        yield {"left_out": 1}
    for number in remove_traces(customer.company, redaction):
        yield {"traces": number}


def _erase_documents(order: Order) -> tuple[int, int]:
    """Erase the person in what was issued for `order`; gives how many PDFs went and stay."""
    expired, gone, stay = Retention.of(order.company).before("tax_years"), 0, 0
    for row in IssuedDocument.objects.select_for_update().filter(order=order):
        row.facts = msgspec.to_builtins(_without_person(document_of(row)))
        row.error = row.remark = ""
        row.save(update_fields=["facts", "error", "remark"])
        if expired is not None and row.issued_on < expired.date():
            forget_file(row)
            gone += 1
        else:
            stay += 1
    mails = InvoiceMail.objects.filter(document__order=order)
    mails.update(recipient="", error="")
    return gone, stay


def _without_person(document: Document) -> Document:
    texts: dict[str, Any] = dict.fromkeys(["customer_note", "instructions", "reason"], "")
    return replace(
        document,
        bill_to=_place(document.bill_to),
        ship_to=_place(document.ship_to),
        lines=tuple(replace(line, options=()) for line in document.lines),
        **texts,
    )


def _place(party: Party | None) -> Party | None:
    return Party(country=party.country) if party else None
