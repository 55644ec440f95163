"""Refunds by tax, of orders that the store edits afterwards, of gifts, and in other currencies."""

from decimal import Decimal as D
from typing import Any

import pytest
from django.contrib.auth.models import User
from msgspec.structs import replace

from core.refusals import Refused
from orders.importing.intake import receive
from orders.models import Order, OrderStatus, PaymentStatus
from orders.refunds.issue_refund import issue_refund
from orders.refunds.refund_request import RefundRequest, propose
from orders.refunds.refundable import refundable_of
from orders.state.balances import order_balance
from stores.port import StoreTax
from stores.port.orders import StoreTaxParts
from tests.factories import UNPAID, a_company, a_line, a_store_order, a_user, an_order, some_totals

NONE = D("0.00")


@pytest.fixture
def kim(db: None) -> User:
    return a_user(username="kim")


def ask(order: Order, *quantities: int, **fields: Any) -> RefundRequest:
    """What the page proposes for so many pieces of each line."""
    wanted = zip(order.lines.all(), quantities, strict=False)
    pieces = {line.pk: number for line, number in wanted if number}
    fields = {"reason": "Other", "keeps_open": True, **fields}
    return replace(propose(refundable_of(order), pieces), **fields)


def lamp_and_book(**tax: Any) -> Order:
    """A lamp of 100.00 with 20 % added, and an exempt book of 100.00."""
    each: dict[str, Any] = {"quantity": 1, "unit_price": D("100.00")}
    lines = (a_line("11", name="Lamp", **each), a_line("12", name="Book", **each))
    fields: dict[str, Any] = {
        **{"name": "VAT", "rate": D(20), "is_percent": True, "is_included_in_prices": False},
        **{"amount": D("20.00"), "parts": StoreTaxParts(lines=(("11", D("20.00")),)), **tax},
    }
    totals = some_totals(subtotal=D("200.00"), shipping=NONE, tax=D("20.00"), total=D("220.00"))
    return an_order(a_company(), lines=lines, totals=totals, taxes=(StoreTax(**fields),))


@pytest.mark.parametrize(("quantities", "total"), [((1, 0), "120.00"), ((0, 1), "100.00")])
def test_each_item_goes_back_with_its_own_tax(kim, quantities, total):
    order = lamp_and_book()
    assert ask(order, *quantities).total == D(total)
    issue_refund(order, ask(order, *quantities), by=kim)
    rest = ask(order, *(1 - number for number in quantities))
    assert rest.total == D("220.00") - D(total)


def test_without_the_stores_word_the_tax_is_prorated(kim):
    assert ask(lamp_and_book(parts=None), 0, 1).total == D("110.00")


def test_the_tax_on_a_surcharge_goes_back_with_the_items(kim):
    parts = StoreTaxParts(lines=(("11", D("18.00")),), surcharge=D("2.00"))
    order = lamp_and_book(parts=parts)
    assert [ask(order, 1, 0).total, ask(order, 0, 1).total] == [D("119.00"), D("101.00")]


def mugs(quantity: int) -> dict[str, Any]:
    """So many mugs of 50.00, paid."""
    goods = D("50.00") * quantity
    return {
        "lines": (a_line(quantity=quantity, unit_price=D("50.00")),),
        "totals": some_totals(subtotal=goods, total=goods, shipping=NONE, tax=NONE),
        "taxes": (),
    }


def test_a_piece_that_the_store_takes_off_after_its_refund_leaves_the_rest_paid(kim):
    order = an_order(a_company(), **mugs(2))
    issue_refund(order, ask(order, 1), by=kim)
    receive(order.company, [a_store_order("97", **mugs(1))])
    order.refresh_from_db()
    assert (order.grand_total, order.payment_status) == (D("50.00"), PaymentStatus.PARTIAL_REFUND)
    assert order_balance(order).remaining_dues == 0
    assert order.is_to_be_shipped
    rest = ask(order, 1)
    assert rest.total == D("50.00")
    issue_refund(order, rest, by=kim)
    order.refresh_from_db()
    assert order.payment_status == PaymentStatus.FULL_REFUND
    assert order_balance(order).refunded == D("100.00")


def test_its_added_tax_stays_what_it_was(kim):
    order = lamp_and_book()
    issue_refund(order, ask(order, 1, 0), by=kim)
    book = a_line("12", name="Book", quantity=1, unit_price=D("100.00"))
    totals = some_totals(subtotal=D("100.00"), shipping=NONE, tax=NONE, total=D("100.00"))
    receive(order.company, [a_store_order("97", lines=(book,), totals=totals, taxes=())])
    order.refresh_from_db()
    assert ask(order, 0, 1).total == D("100.00")
    assert order_balance(order).remaining_dues == 0


def test_an_orders_currency_stays(kim):
    order = an_order(a_company())
    currency = order.currency
    company = order.company
    company.currency = "EUR" if currency != "EUR" else "USD"
    company.save()
    changed_order = a_store_order("97", customer_note="Ring twice")
    receive(company, [changed_order])
    order.refresh_from_db()
    assert (order.currency, order.customer_note) == (currency, "Ring twice")


def test_what_is_due_after_refunds_and_cancellations(kim):
    paid = an_order(a_company(), **mugs(2))
    issue_refund(paid, ask(paid, 1), by=kim)
    assert order_balance(Order.objects.get(pk=paid.pk)).remaining_dues == 0
    unpaid = an_order(a_company(allow_unpaid_orders=True), status=UNPAID, **mugs(2))
    assert order_balance(unpaid).remaining_dues == D("100.00")
    issue_refund(unpaid, ask(unpaid, 1), by=kim)
    assert order_balance(Order.objects.get(pk=unpaid.pk)).remaining_dues == D("50.00")
    Order.objects.filter(pk=unpaid.pk).update(order_status=OrderStatus.CANCELLED)
    assert order_balance(Order.objects.get(pk=unpaid.pk)).remaining_dues == 0


def test_b01_a_gift_certificate_pays_its_part_back_too(kim):
    goods, gift = D("59.97"), D("25.00")
    totals = some_totals(
        subtotal=goods, tax=NONE, gift_certificates_used=gift, total=goods + D("7.50") - gift
    )
    line = a_line(quantity=3, unit_price=D("19.99"))
    order = an_order(a_company(), lines=(line,), totals=totals, taxes=())
    one = issue_refund(order, ask(order, 1), by=kim)
    rest = issue_refund(order, ask(order, 2), by=kim)
    assert (one.total, rest.total) == (D("14.16"), D("28.31"))


def test_b04_an_order_that_cost_nothing_is_cancelled_without_money(kim):
    totals = some_totals(discount=D("20.00"), shipping=NONE, tax=NONE, total=NONE)
    order = an_order(a_company(), totals=totals, taxes=())
    made = issue_refund(order, ask(order, 2), by=kim)
    order.refresh_from_db()
    assert (made.total, order.order_status) == (NONE, OrderStatus.CANCELLED)
    assert not order.payments.filter(kind="refund").exists()


def test_b06_yen_go_back_whole(kim):
    lines = (
        a_line("11", quantity=3, unit_price=D("3300.00")),
        a_line("12", quantity=1, unit_price=D("1000.00")),
    )
    totals = some_totals(
        subtotal=D(10900), discount=D(1000), shipping=D(800), tax=NONE, total=D(10700)
    )
    order = an_order(a_company(), currency="JPY", lines=lines, totals=totals, taxes=())
    one = issue_refund(order, ask(order, 1), by=kim)
    rest = issue_refund(order, ask(order, 2, 1), by=kim)
    assert (one.total, rest.total) == (D(3239), D(7461))


def test_b07_dinars_go_back_in_the_two_places_that_the_store_keeps(kim):
    goods = D("3.77")
    totals = some_totals(subtotal=goods, shipping=NONE, tax=NONE, total=goods)
    line = a_line(quantity=3, unit_price=D("1.26"))
    order = an_order(a_company(), currency="KWD", lines=(line,), totals=totals, taxes=())
    amounts = []
    for _ in range(3):
        amounts.append(issue_refund(order, ask(order, 1), by=kim).total)
        order.refresh_from_db()
    assert (sum(amounts), amounts) == (goods, [D("1.26"), D("1.25"), D("1.26")])


def test_b23_an_added_item_goes_back_for_what_it_cost(kim):
    order = an_order(a_company(), **mugs(2))
    issue_refund(order, ask(order, 1), by=kim)
    both = (*mugs(1)["lines"], a_line("13", sku="C", quantity=1, unit_price=D("20.00")))
    totals = some_totals(subtotal=D("70.00"), total=D("70.00"), shipping=NONE, tax=NONE)
    receive(order.company, [a_store_order("97", lines=both, totals=totals, taxes=())])
    order.refresh_from_db()
    added = order.lines.get(sku="C")
    assert propose(refundable_of(order), {added.pk: 1}).total == D("20.00")
    with pytest.raises(Refused, match=r"20\.00 is left to refund, not 20\.01"):
        issue_refund(order, _more(order, added.pk), by=kim)


def _more(order: Order, line_id: int) -> RefundRequest:
    asked = propose(refundable_of(order), {line_id: 1})
    piece = replace(asked.pieces[line_id], amount=D("20.01"))
    return replace(asked, pieces={line_id: piece}, reason="Other", keeps_open=True)
