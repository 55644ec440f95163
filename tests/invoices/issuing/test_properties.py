"""Whatever was sold and refunded: page, PDF, XML and Profit & Loss say the same, to the cent."""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from decimal import Decimal as D

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import split
from invoices.document import Document
from invoices.drawing.einvoice import UnfitForEInvoice, check_rules, xml_of
from invoices.drawing.einvoice.figures import figures_of
from invoices.drawing.sheet import sheet_of
from invoices.issuing.building import OrderFacts, frame, invoice
from invoices.issuing.credit_notes import RefundRows, credit_note
from orders.costs.profit import Part, ProfitFacts, profit_and_loss
from orders.models import Order, OrderLine, OrderTax, Refund, RefundLine
from orders.refunds.refundable import charges
from tests.invoices.a_document import BUYER, SELLER
from tests.invoices.issuing.test_credit_notes import some_facts

# A busy machine draws slowly.
patiently = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PLACES = {"JPY": 0, "EUR": 2, "KWD": 2}
RATES = (D(7), D(10), D(19), D(20))


@dataclass(frozen=True, kw_only=True)
class Sold:
    """An order, and refunds that pay it back in full."""

    facts: OrderFacts
    refunds: list[RefundRows]


@st.composite
def sold(draw: st.DrawFn) -> Sold:
    """Included, added, several and no taxes; discounts before and after tax; gifts; surcharges."""
    currency = draw(st.sampled_from(sorted(PLACES)))
    places = PLACES[currency]
    unit = D(1).scaleb(-places)
    amounts = st.integers(1, 40_000).map(lambda number: number * unit)
    lines = [
        OrderLine(
            pk=number,
            store_line_id=str(number),
            name=f"Line {number}",
            sku=f"S{number}",
            unit_price=draw(amounts),
            quantity=draw(st.integers(1, 12)),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    goods = sum((line.line_total for line in lines), D(0))
    discount = (goods * draw(st.integers(0, 30)) / 100).quantize(unit)
    shipping, surcharge = draw(st.just(D(0)) | amounts), draw(st.just(D(0)) | amounts)
    taxes = _taxes(draw, lines, discount, shipping, unit)
    added = sum((tax.amount for tax in taxes if not tax.is_included_in_prices), D(0))
    bought = draw(st.just(D(0)) | amounts)
    before_gift = goods - discount + shipping + surcharge + added + bought
    used = (before_gift * draw(st.sampled_from([0, 0, 0, 30, 90])) / 100).quantize(unit)
    facts = some_facts(
        lines,
        taxes,
        discount=discount,
        shipping_total=shipping,
        surcharge=surcharge,
        tax_total=added,
        gift_certificates_bought=bought,
        gift_certificates_used=used,
        grand_total=before_gift - used,
    )
    facts.order.currency, facts.order.subtotal = currency, goods
    return Sold(facts=facts, refunds=_refunds(draw, facts, places))


def _taxes(
    draw: st.DrawFn, lines: list[OrderLine], discount: D, shipping: D, unit: D
) -> list[OrderTax]:
    """Each line has one of the rates or none; shipping may have the first of them."""
    rates = draw(st.lists(st.sampled_from(RATES), max_size=2, unique=True))
    is_included, is_told = draw(st.booleans()), draw(st.booleans())
    is_before_discount, with_shipping = draw(st.booleans()), draw(st.booleans())
    rate_of = {line.pk: draw(st.sampled_from([*rates, None])) for line in lines} if rates else {}
    goods = sum((line.line_total for line in lines), D(0))
    taxes: list[OrderTax] = []
    for position, rate in enumerate(rates):
        of = {line.store_line_id: line for line in lines if rate_of[line.pk] == rate}
        if not of:
            continue
        parts = {}
        for key, line in of.items():
            off = D(0) if is_before_discount else discount * line.line_total / goods
            parts[key] = _tax_on(line.line_total - off, rate, is_included, unit)
        on_shipping = D(0)
        if with_shipping and not taxes:
            on_shipping = _tax_on(shipping, rate, is_included, unit)
        tax = OrderTax(
            position=position,
            name=f"VAT {rate}",
            rate=rate,
            is_percent=True,
            is_included_in_prices=is_included,
            amount=sum(parts.values(), on_shipping),
        )
        if is_told:
            tax.of_lines = {key: str(part) for key, part in parts.items()}
            tax.of_shipping, tax.of_surcharge = on_shipping, D(0)
        taxes.append(tax)
    return taxes


def _tax_on(amount: D, rate: D, is_included: bool, unit: D) -> D:
    of = rate / (100 + rate) if is_included else rate / 100
    return (amount * of).quantize(unit, rounding=ROUND_HALF_UP)


def _refunds(draw: st.DrawFn, facts: OrderFacts, places: int) -> list[RefundRows]:
    """All that was charged, in up to four refunds of random shares."""
    order = facts.order
    charged = charges(
        [line.line_total for line in facts.lines],
        total=order.grand_total,
        shipping=order.shipping_total,
        tax=order.tax_total,
        places=places,
    )
    number = draw(st.integers(1, 4))
    shares = [draw(st.lists(st.integers(1, 5), min_size=number, max_size=number)) for _ in "abc"]
    by_line = [split(amount, list(map(D, shares[0])), places=places) for amount in charged.items]
    shipping = split(charged.shipping, list(map(D, shares[1])), places=places)
    tax = split(charged.tax, list(map(D, draw(st.sampled_from(shares)))), places=places)
    refunds = []
    for turn in range(number):
        rows = [
            RefundLine(line=line, quantity=1, amount=parts[turn])
            for line, parts in zip(facts.lines, by_line, strict=True)
        ]
        items = sum((row.amount for row in rows), D(0))
        refund = Refund(
            items_amount=items,
            shipping_amount=shipping[turn],
            tax_amount=tax[turn],
            total=items + shipping[turn] + tax[turn],
        )
        refunds.append(RefundRows(refund=refund, lines=rows))
    return refunds


def notes_of(order: Sold) -> tuple[Document, list[Document]]:
    whole = invoice(order.facts, number="2026-000001")
    numbers = range(1, len(order.refunds) + 1)
    return whole, [
        credit_note(whole, frame(order.facts), order.refunds[:n], number=f"CN-{n}") for n in numbers
    ]


@patiently
@given(sold())
def test_credit_notes_of_a_full_refund_are_the_invoice_rate_by_rate(order: Sold):
    whole, notes = notes_of(order)
    assert sum((note.total for note in notes), D(0)) == whole.total
    taxes: dict[str, D] = defaultdict(D)
    for note in notes:
        for tax in note.taxes:
            taxes[tax.name] += tax.amount
        assert sum((row.amount for row in note.sums), D(0)) == note.total
    if whole.total:
        assert {name: amount for name, amount in taxes.items() if amount} == {
            tax.name: tax.amount for tax in whole.taxes if tax.amount
        }


@patiently
@given(sold())
def test_profit_and_loss_owes_the_tax_that_documents_leave(order: Sold):
    whole, notes = notes_of(order)
    for done in range(len(order.refunds) + 1):
        statement = profit_and_loss(
            ProfitFacts(
                order=order.facts.order,
                lines=order.facts.lines,
                taxes=order.facts.taxes,
                payments=[],
                refunds=[rows.refund for rows in order.refunds[:done]],
                refund_lines=[row for rows in order.refunds[:done] for row in rows.lines],
                packages=[],
                costs=[],
            )
        )
        credited = [tax.amount for note in notes[:done] for tax in note.taxes]
        owed = sum((tax.amount for tax in whole.taxes), D(0)) - sum(credited, D(0))
        assert statement.total(Part.TAX) == -max(D(0), owed)


@patiently
@given(sold())
def test_the_page_shows_the_amounts_of_the_document(order: Sold):
    _whole, notes = notes_of(order)
    for note in notes:
        sheet = sheet_of(note)
        shown = [_number(row["amount"]) for row in sheet["sums"]]
        assert sum(shown, D(0)) == _number(sheet["total"]) == note.total
        assert [_number(tax["amount"]) for tax in sheet["taxes"]] == [t.amount for t in note.taxes]
        assert not (sheet["no_tax_reason"] and order.facts.taxes)


def _number(text: str) -> D:
    sign = "-" if "-" in text else ""
    return D(sign + re.sub(r"[^\d.]", "", text))


@settings(patiently, max_examples=25)
@given(sold())
def test_every_e_invoice_keeps_all_rules_and_says_what_the_page_says(order: Sold):
    whole, notes = notes_of(order)
    for document in (whole, *notes):
        if not document.total:
            continue
        document = _between(document)
        try:
            figures, xml = figures_of(document), xml_of(document)
            check_rules(xml)
        except UnfitForEInvoice:
            continue  # printed without XML, and the reason stands at the document
        assert figures.tax == sum((tax.amount for tax in document.taxes), D(0))
        paid_otherwise = document.amount_of("rounding") + document.amount_of("gift_used")
        assert figures.net + figures.tax + paid_otherwise == document.total
        for amount in (figures.net, figures.tax):
            assert f">{amount}<".encode() in xml


def _between(document: Document) -> Document:
    """The document between two parties with addresses."""
    fields = {name: getattr(document, name) for name in Document.__dataclass_fields__}
    return Document(**{**fields, "seller": SELLER, "bill_to": BUYER, "ship_to": BUYER})


def test_an_order_without_anything_has_a_document_too():
    assert invoice(some_facts([], grand_total=D(0))).total == Order().grand_total
