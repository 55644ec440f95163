"""A cancelled invoice is taken back as a whole; the next print issues a new one that names it."""

from decimal import Decimal as D

import pytest

from invoices.drawing.sheet import sheet_of
from invoices.issuing.cancelling import cancel_invoice
from invoices.issuing.issuing import (
    CannotIssue,
    document_of,
    issue_credit_note,
    issue_invoices,
)
from invoices.models import IssuedDocument
from orders.models import Order, OrderStatus, Refund
from tests.factories import a_user


def issued(order: Order) -> IssuedDocument:
    (row,), _refusals = issue_invoices(order.company, [order.pk], by=None)
    return row


def test_the_cancellation_is_over_the_whole_and_the_new_invoice_names_the_old(shop, order):
    kim = a_user(shop, username="kim")
    first = issued(order)
    Order.objects.update(grand_total=D("99.00"), order_status=OrderStatus.COMPLETED)
    row = cancel_invoice(first.pk, by=kim)
    document, sold = document_of(row), document_of(first)
    assert (row.cancels, row.number) == (first, f"CN-{first.year}-000001")
    assert (document.total, document.taxes, document.lines) == (sold.total, sold.taxes, sold.lines)
    assert document.corrects == first.number
    assert sheet_of(document)["title"] == "Cancellation"
    order.refresh_from_db()
    second = issued(order)
    assert second.sequence == first.sequence + 1
    assert document_of(second).replaces == first.number
    assert second.total == D("99.00")
    assert issued(order) == second


def test_an_order_that_was_called_off_can_have_its_invoice_cancelled_once(shop, order):
    kim = a_user(shop, username="kim")
    first = issued(order)
    Order.objects.update(order_status=OrderStatus.CANCELLED)
    cancel_invoice(first.pk, by=kim)
    with pytest.raises(CannotIssue, match="is cancelled already"):
        cancel_invoice(first.pk, by=kim)
    rows, refusals = issue_invoices(shop, [order.pk], by=None)
    assert rows == []
    assert "there is nothing to invoice" in refusals[order.pk]


def test_after_a_credit_note_the_rest_is_refunded_instead(shop, order):
    first = issued(order)
    refund = Refund.objects.create(order=order, reason="Late", shipping_amount=D(1), total=D(1))
    issue_credit_note(refund.pk, by=None)
    with pytest.raises(CannotIssue, match="has credit notes already"):
        cancel_invoice(first.pk, by=a_user(shop, username="kim"))


def test_it_takes_the_right_to_refund(shop, order, client):
    first = issued(order)
    client.force_login(a_user(shop, username="lee", roles=("Edit",)))
    assert client.post(f"/documents/{first.pk}/cancellation/").status_code == 403
    client.force_login(a_user(shop, username="kim", roles=("Initiate Refund",)))
    answer = client.post(f"/documents/{first.pk}/cancellation/")
    assert answer["Location"] == f"/documents/{IssuedDocument.objects.latest('pk').pk}/"
    page = client.get(f"/orders/{order.pk}/documents/").content.decode()
    assert "(cancelled)" in page
