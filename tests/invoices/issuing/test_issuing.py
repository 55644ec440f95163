"""Invoices get their numbers once, are kept as they were printed, and come out so again."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from io import BytesIO

import pikepdf
import pypdf
import pytest
from django.db import connection

from invoices.delivering.merging import merge
from invoices.delivering.printing import CannotPrint, print_invoice
from invoices.issuing.filing import DamagedDocument, content_of, file_one
from invoices.issuing.issuing import CannotIssue, issue_credit_note, issue_invoices
from invoices.models import ChannelPreference, ChannelTemplate, IssuedDocument, NumberSeries
from orders.importing.intake import receive
from orders.models import Order, OrderStatus, Refund, RefundLine
from tests.factories import a_company, a_line, a_store_order, a_user, some_totals


def merged(pdfs: Sequence[bytes]) -> bytes:
    file = BytesIO()
    merge([("Invoice", pdf) for pdf in pdfs], file)
    return file.getvalue()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_an_invoice_is_issued_drawn_and_counted(shop, order):
    kim = a_user(shop, username="kim")
    row = print_invoice(order, by=kim)
    order.refresh_from_db()
    assert (row.number, row.total) == (f"{row.year}-000001", D("29.50"))
    assert order.invoice_printed_count == 1
    assert order.invoice_printed_at is not None
    text = text_of(content_of(row))
    for words in (row.number, "T-shirt", "TS-RED", "Colour: Red", "$29.50", "Ana Brandt", "Pier 4"):
        assert words in text
    messages = list(order.events.filter(kind="invoice").values_list("message", flat=True))
    assert messages == ["The invoice was printed.", f"Invoice {row.number} was issued."]


def test_printing_again_gives_the_same_bytes_though_the_order_changed(shop, order):
    kim = a_user(shop)
    first = content_of(print_invoice(order, by=kim))
    receive(shop, [a_store_order("97", lines=(a_line(name="Owl"),), totals=some_totals())])
    order.refresh_from_db()
    assert content_of(print_invoice(order, by=kim)) == first
    assert IssuedDocument.objects.count() == 1
    order.refresh_from_db()
    assert order.invoice_printed_count == 2


def test_a_cancelled_order_gets_no_invoice_and_costs_no_number(shop, order):
    Order.objects.update(order_status=OrderStatus.CANCELLED)
    order.refresh_from_db()
    with pytest.raises(CannotPrint, match="Cancelled: there is nothing to invoice"):
        print_invoice(order, by=a_user(shop))
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_four_people_at_once_leave_no_gap_and_no_double():
    company = a_company()
    receive(company, [a_store_order(str(number)) for number in range(1, 21)])
    ids = list(Order.objects.values_list("pk", flat=True))

    def work(start: int) -> None:
        try:
            for order_id in ids[start:] + ids[:start]:
                issue_invoices(company, [order_id], by=None)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        list(people.map(work, (0, 5, 10, 15)))  # raises what one of them raised
    numbers = sorted(IssuedDocument.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, 21))


def test_a_template_that_fails_keeps_the_number_and_is_tried_again(shop, order):
    ChannelPreference.objects.create(company=shop, invoice_type="channel_specific")
    broken = ChannelTemplate.objects.create(company=shop, version=1, html="{{ nothing }}")
    with pytest.raises(CannotPrint, match="has its number but could not be drawn"):
        print_invoice(order, by=a_user(shop))
    row = IssuedDocument.objects.get()
    assert not row.file
    assert "'nothing' is undefined" in row.error
    broken.html = "<p>{{ number }}</p>"
    broken.save()
    again = print_invoice(order, by=a_user(shop))
    assert (again.pk, again.number, again.error) == (row.pk, row.number, "")


def test_a_damaged_file_is_told_and_not_printed(shop, order):
    row = print_invoice(order, by=a_user(shop))
    with open(row.file.path, "ab") as file:
        file.write(b"forged")
    with pytest.raises(DamagedDocument, match="is not what was issued"):
        content_of(row)


def test_a_credit_note_corrects_its_invoice(shop, order):
    refund = Refund.objects.create(
        order=order, reason="Damaged", items_amount=D(10), tax_amount=D(1), total=D(11)
    )
    RefundLine.objects.create(refund=refund, line=order.lines.get(), quantity=1, amount=D(10))
    with pytest.raises(CannotIssue, match="No invoice was issued"):
        issue_credit_note(refund.pk, by=None)
    invoice = print_invoice(order, by=a_user(shop))
    note = file_one(issue_credit_note(refund.pk, by=None))
    assert note.number == f"CN-{note.year}-000001"
    text = text_of(content_of(note))
    for words in ("Credit note", invoice.number, "Damaged", "$11.00"):
        assert words in text
    assert issue_credit_note(refund.pk, by=None) == note


def test_joining_keeps_a_single_document_as_it_is_and_the_order_of_many(shop):
    receive(shop, [a_store_order(str(number)) for number in (1, 2)])
    kim = a_user(shop)
    pdfs = [content_of(print_invoice(order, by=kim)) for order in Order.objects.order_by("pk")]
    assert merged(pdfs[:1]) == pdfs[0]
    together = merged(pdfs)
    assert len(pikepdf.open(BytesIO(together)).pages) == 2
    assert text_of(together).index("000001") < text_of(together).index("000002")
