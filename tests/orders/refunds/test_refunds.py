"""Cancel/Issue Refund: what goes back, what the order becomes, what the website hears."""

from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from msgspec.structs import replace

from core.refusals import Refused
from orders.importing.intake import receive
from orders.models import Order, OrderStatus, PaymentStatus, RefundLedger, ShippingStatus
from orders.refunds.issue_refund import issue_refund
from orders.refunds.refund_request import RefundedPieces, RefundRequest, propose
from orders.refunds.refundable import refundable_of
from orders.refunds.send_to_website import send_to_website
from stores.models import OutgoingChange
from tests.factories import (
    UNPAID,
    a_line,
    a_package,
    a_store_order,
    a_user,
    an_order,
    some_totals,
)
from tests.orders.conftest import wanted

S, P = OrderStatus, PaymentStatus


@pytest.fixture
def kim(shop):
    return a_user(shop, username="kim")


def test_everything_goes_back_and_the_order_is_cancelled(order, kim):
    made = issue_refund(order, wanted(order), by=kim)
    order.refresh_from_db()
    assert (made.items_amount, made.shipping_amount, made.tax_amount, made.total) == (
        D("20.00"),
        D("7.50"),
        D("2.00"),
        D("29.50"),
    )
    assert (order.order_status, order.payment_status) == (S.CANCELLED, P.FULL_REFUND)
    assert order.lines.get().refunded_quantity == 2
    payment = order.payments.get(kind="refund")
    assert (payment.amount, payment.method) == (D("29.50"), "Card (online)")
    change = OutgoingChange.objects.get()
    assert (change.kind, change.payload["code"], change.payload["may_mail"]) == (
        "status",
        "X",
        True,
    )
    messages = list(order.events.values_list("message", flat=True))
    assert "29.50 USD refunded (Other): 2 × T-shirt, shipping 7.50, tax 2.00." in messages
    assert "In Process → Cancelled. Cancel/Issue Refund: Other." in messages


def test_a_part_cancels_the_order_unless_it_is_kept_open(shop, order, kim):
    issue_refund(order, wanted(order, 1), by=kim)
    order.refresh_from_db()
    assert (order.order_status, order.payment_status) == (S.CANCELLED, P.PARTIAL_REFUND)
    other = an_order(shop, "98")
    issue_refund(other, wanted(other, 1, keeps_open=True), by=kim)
    other.refresh_from_db()
    assert (other.order_status, other.payment_status) == (S.IN_PROCESS, P.PARTIAL_REFUND)
    codes = OutgoingChange.objects.values_list("payload__code", flat=True)
    assert list(codes) == ["Y", "Y"]


def test_a_cancelled_order_is_cancelled_in_the_store_where_no_partial_status_was_chosen(order, kim):
    uploads = order.company.connection.status_uploads
    uploads.on_partial_refund = ""
    uploads.save()
    issue_refund(order, wanted(order, 1), by=kim)
    assert OutgoingChange.objects.get().payload["code"] == "I"


def test_after_ship_confirmed_it_refunds_and_cancels_nothing(order, kim):
    a_package(order)
    issue_refund(order, wanted(order), by=kim)
    order.refresh_from_db()
    assert (order.order_status, order.payment_status) == (S.COMPLETED, P.FULL_REFUND)
    assert order.shipping_status == ShippingStatus.FULLY_SHIPPED


def test_an_unpaid_order_is_cancelled_without_a_refund(shop, kim):
    order = an_order(shop, status=UNPAID)
    made = issue_refund(order, wanted(order), by=kim)
    order.refresh_from_db()
    assert made.total == 0
    assert (order.order_status, order.payment_status) == (S.CANCELLED, P.NO_PAYMENT)
    assert not order.payments.exists()
    assert OutgoingChange.objects.get().payload["code"] == "I"


def test_do_not_send_to_website_can_be_sent_later_once(order, kim):
    made = issue_refund(order, wanted(order, is_local_only=True), by=kim)
    assert not OutgoingChange.objects.exists()
    send_to_website(made, by=kim)
    assert OutgoingChange.objects.get().payload["code"] == "X"
    made.refresh_from_db()
    with pytest.raises(Refused, match="has been told"):
        send_to_website(made, by=kim)


def test_what_is_sent_later_fits_the_order_as_it_stands_then(order, kim):
    first = issue_refund(order, wanted(order, 1, is_local_only=True, keeps_open=True), by=kim)
    issue_refund(Order.objects.get(), wanted(order, 1, is_local_only=True), by=kim)
    send_to_website(first, by=kim)
    assert OutgoingChange.objects.get().payload["code"] == "X"  # by now everything went back


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"shipping": D("7.51")}, "Shipping: 7.50 is left to refund, not 7.51."),
        ({"tax": D("2.01")}, "Tax: 2.00 is left to refund, not 2.01."),
        ({"quantity": 3}, "T-shirt: 2 left to refund, not 3."),
        ({"amount": D("20.01")}, "T-shirt: 20.00 is left to refund, not 20.01."),
        ({"reason": ""}, "Choose a Cancel/Refund Reason."),
        ({"pieces": {}, "shipping": D(0), "tax": D(0)}, "Check the box to the left of an item"),
        ({"pieces": {0: RefundedPieces(quantity=1, amount=D(1))}}, "no longer on the order"),
    ],
)
def test_it_refuses_what_is_more_than_was_charged(order, kim, change, sentence):
    asked = wanted(order)
    [(line_id, piece)] = asked.pieces.items()
    pieces = {
        line_id: RefundedPieces(
            quantity=change.pop("quantity", piece.quantity),
            amount=change.pop("amount", piece.amount),
        )
    }
    with pytest.raises(Refused, match=sentence.replace(".", r"\.")):
        issue_refund(order, replace(asked, **{"pieces": pieces, **change}), by=kim)
    assert not order.refunds.exists()


def test_nothing_is_left_after_everything_went_back(order, kim):
    issue_refund(order, wanted(order), by=kim)
    with pytest.raises(Refused, match="Everything of this order has been refunded"):
        issue_refund(order, wanted(order), by=kim)


def test_the_database_itself_refuses_a_cent_too_many(order, kim):
    issue_refund(order, wanted(order, 1), by=kim)
    ledger = RefundLedger.objects.filter(order=order)
    for column in ("refunded_items", "refunded_shipping", "refunded_tax"):
        with pytest.raises(IntegrityError), transaction.atomic():
            ledger.update(**{column: D("20.01")})
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.update(paid=D("14.00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        order.lines.update(refunded_quantity=3)


def test_what_is_packed_must_be_unpacked_before_it_is_refunded(order, kim):
    a_package(order, confirmed_at=None)
    with pytest.raises(Refused, match="2 packed and not Ship Confirmed yet"):
        issue_refund(order, wanted(order, 1, keeps_open=True), by=kim)
    issue_refund(order, wanted(order), by=kim)  # a cancelled order lets nothing leave


def test_a_refund_survives_the_next_import(shop, order, kim):
    issue_refund(order, wanted(order, 1, keeps_open=True), by=kim)
    receive(shop, [a_store_order("97", staff_note="Seen")])
    order.refresh_from_db()
    assert order.payment_status == P.PARTIAL_REFUND
    assert order.lines.get().refunded_quantity == 1


def test_the_rest_of_an_order_kept_open_ships_and_completes_it(shop, kim):
    lines = (a_line("11"), a_line("12", name="Mug"))
    totals = some_totals(subtotal=D("40.00"), total=D("49.50"))
    order = an_order(shop, lines=lines, totals=totals)
    shirt, mug = order.lines.all()
    proposed = propose(refundable_of(order), {shirt.pk: 2})
    issue_refund(order, replace(proposed, reason="Other", keeps_open=True), by=kim)
    package = order.packages.create(shipped_at=order.placed_at, confirmed_at=order.placed_at)
    package.lines.create(line=mug, quantity=2)
    from orders.state.ledger import recount_packages  # noqa: PLC0415

    recount_packages([Order.objects.get(pk=order.pk)])
    order.refresh_from_db()
    assert (order.order_status, order.shipping_status) == (S.COMPLETED, "fully_shipped")


def test_wanted_survives_being_kept():
    asked = RefundRequest(
        pieces={5: RefundedPieces(quantity=1, amount=D("9.99"))}, tax=D("0.10"), reason="Fraud"
    )
    assert RefundRequest.of_json(asked.as_json()) == asked
