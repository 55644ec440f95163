"""A credit note's tax is its invoice's tax in proportion, and the parts add up to the whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from invoices.document import Document, DocumentKind, DocumentTax, Look, Party
from invoices.drawing.sheet import sheet_of
from invoices.issuing.building import OrderFacts, frame, invoice
from invoices.issuing.credit_notes import RefundRows, credit_note
from orders.models import Order, OrderLine, OrderTax, Refund, RefundLine


def some_facts(
    lines: Sequence[OrderLine], taxes: Sequence[OrderTax] = (), **amounts: D
) -> OrderFacts:
    """An order over `grand_total`, of which nothing is known but amounts."""
    return OrderFacts(
        order=Order(currency="EUR", **amounts),
        lines=lines,
        taxes=taxes,
        billing=None,
        shipping=None,
        methods=(),
        tracking_numbers=(),
        instructions="",
        seller=Party(name="Harbour & Pine"),
        look=Look(shows=("prices", "taxes")),
        ordered_on=date(2026, 11, 1),
        today=date(2026, 11, 2),
        no_tax_reason="Exempt from VAT.",
    )


def a_line(price: str, quantity: int = 1, pk: int = 1) -> OrderLine:
    return OrderLine(pk=pk, name=f"Line {pk}", sku=f"S{pk}", unit_price=D(price), quantity=quantity)


def a_tax(amount: str, rate: str, *, included: bool = True, name: str = "VAT") -> OrderTax:
    return OrderTax(
        name=name, rate=D(rate), amount=D(amount), is_percent=True, is_included_in_prices=included
    )


def a_refund(*lines: tuple[OrderLine, int, str], shipping: str = "0", tax: str = "0") -> RefundRows:
    """Pieces and amounts of lines, and what goes back of the shipping and of the added tax."""
    items = sum((D(amount) for _, _, amount in lines), D(0))
    refund = Refund(
        reason="Damaged",
        items_amount=items,
        shipping_amount=D(shipping),
        tax_amount=D(tax),
        total=items + D(shipping) + D(tax),
    )
    rows = [RefundLine(line=line, quantity=n, amount=D(amount)) for line, n, amount in lines]
    return RefundRows(refund=refund, lines=rows)


def notes_of(facts: OrderFacts, *refunds: RefundRows) -> list[Document]:
    """The credit notes of all refunds of the invoiced order."""
    sold = invoice(facts, number="2026-000001")
    return [credit_note(sold, frame(facts), refunds[: place + 1]) for place in range(len(refunds))]


def vat(*documents: Document) -> D:
    return sum((tax.amount for document in documents for tax in document.taxes), D(0))


PEN = a_line("0.33", 60)
FULL_REFUNDS = {
    "a discount after the tax": (
        some_facts(
            [a_line("1012.68")],
            [a_tax("168.78", "20")],
            discount=D("98.75"),
            grand_total=D("913.93"),
        ),
        a_refund((a_line("1012.68"), 1, "913.93")),
        "168.78",
    ),
    "shipping without tax": (
        some_facts(
            [a_line("119")], [a_tax("19.00", "19")], shipping_total=D(10), grand_total=D(129)
        ),
        a_refund((a_line("119"), 1, "119.00"), shipping="10.00"),
        "19.00",
    ),
    "a gift certificate used": (
        some_facts(
            [a_line("119")],
            [a_tax("19.00", "19")],
            gift_certificates_used=D(60),
            grand_total=D(59),
        ),
        a_refund((a_line("119"), 1, "59.00")),
        "19.00",
    ),
    "a gift certificate bought": (
        some_facts(
            [a_line("119")],
            [a_tax("19.00", "19")],
            gift_certificates_bought=D(50),
            grand_total=D(169),
        ),
        a_refund((a_line("119"), 1, "169.00")),
        "19.00",
    ),
    "a tax before the discount": (
        some_facts(
            [a_line("200")],
            [a_tax("33.53", "19")],
            discount=D(20),
            shipping_total=D(10),
            grand_total=D(190),
        ),
        a_refund((a_line("200"), 1, "180.00"), shipping="10.00"),
        "33.53",
    ),
}


@pytest.mark.parametrize("name", FULL_REFUNDS)
def test_a_full_refund_takes_back_the_tax_of_the_invoice(name):
    facts, refund, right = FULL_REFUNDS[name]
    (note,) = notes_of(facts, refund)
    assert vat(note) == vat(invoice(facts)) == D(right)
    assert note.total == facts.order.grand_total
    assert sum((row.amount for row in note.sums), D(0)) == note.total


def test_parts_add_up_to_the_tax_of_the_whole():
    facts = some_facts([PEN], [a_tax("3.16", "19")], grand_total=D("19.80"))
    notes = notes_of(facts, *[a_refund((PEN, 5, "1.65"))] * 12)
    assert vat(*notes) == D("3.16")
    assert sum(note.total for note in notes) == D("19.80")
    bases = [tax.base for note in notes for tax in note.taxes if tax.base is not None]
    assert sum(bases) == D("16.64")
    assert {vat(note) for note in notes} == {D("0.26"), D("0.27")}


def test_two_included_rates_are_taken_back_each():
    taxes = [a_tax("19.00", "19", name="VAT 19"), a_tax("7.00", "7", name="VAT 7")]
    lines = [a_line("119"), a_line("107", pk=2)]
    facts = some_facts(lines, taxes, grand_total=D(226))
    notes = notes_of(facts, a_refund((lines[0], 1, "119")), a_refund((lines[1], 1, "107")))
    assert [tax.name for tax in notes[0].taxes] == ["VAT 19", "VAT 7"]
    by_name = {
        name: sum(t.amount for n in notes for t in n.taxes if t.name == name)
        for name in ("VAT 19", "VAT 7")
    }
    assert by_name == {"VAT 19": D("19.00"), "VAT 7": D("7.00")}


@pytest.mark.parametrize("tax", ["0", "20"])
def test_a_taxed_sale_is_never_declared_exempt(tax):
    line = a_line("100")
    facts = some_facts(
        [line], [a_tax("20.00", "20", included=False)], tax_total=D(20), grand_total=D(120)
    )
    (note,) = notes_of(facts, a_refund((line, 1, "100"), tax=tax))
    assert note.total == 100 + D(tax)
    assert vat(note) == (D("20.00") if tax == "20" else D("16.67"))
    sheet = sheet_of(note)
    assert sheet["no_tax_reason"] == ""
    assert sheet["taxes"]


def test_tax_that_was_kept_back_is_taken_back_with_the_rest():
    line = a_line("10", 10)
    facts = some_facts(
        [line], [a_tax("10.00", "10", included=False)], tax_total=D(10), grand_total=D(110)
    )
    notes = notes_of(facts, a_refund((line, 1, "10")), a_refund((line, 9, "90"), tax="10"))
    assert [vat(note) for note in notes] == [D("0.91"), D("9.09")]
    assert [note.total for note in notes] == [10, 100]
    for note in notes:
        assert sum((row.amount for row in note.sums), D(0)) == note.total


def test_it_is_capped_by_the_invoice_and_not_by_the_order_of_today():
    line, added_later = a_line("50"), a_line("30", pk=2)
    facts = some_facts([line], [a_tax("7.98", "19")], grand_total=D(50))
    sold = invoice(facts, number="2026-000001")
    refund = a_refund((line, 1, "50"), (added_later, 1, "30"))
    note = credit_note(sold, frame(facts), [refund])
    assert (note.total, vat(note)) == (D(50), D("7.98"))
    assert [row.name for row in note.lines] == ["Line 1"]
    assert credit_note(sold, frame(facts), [refund, a_refund((added_later, 1, "30"))]).total == 0


def test_it_says_what_the_invoice_said_of_customer_and_order():
    line = a_line("9.99", 2)
    facts = some_facts([line], grand_total=D("9.99"))
    (note,) = notes_of(facts, a_refund((line, 2, "9.99")))
    assert note.kind is DocumentKind.CREDIT_NOTE
    assert (note.corrects, note.corrects_issued_on) == ("2026-000001", date(2026, 11, 2))
    assert note.lines[0].unit_price is None  # 9.99 has no price for each of two
    assert note.taxes == ()


def test_a_tax_told_by_line_goes_back_with_its_line():
    lamp, book = a_line("100"), a_line("100", pk=2)
    facts = some_facts(
        [lamp, book], [a_tax("20.00", "20", included=False)], tax_total=D(20), grand_total=D(220)
    )
    sold = invoice(facts, number="2026-000001")
    (tax,) = sold.taxes
    told = DocumentTax(
        name=tax.name, rate=tax.rate, is_included=False, amount=tax.amount, of_lines=(D(20), None)
    )
    sold = replace(sold, taxes=(told,))
    note = credit_note(sold, frame(facts), [a_refund((book, 1, "100"))])
    assert (note.total, vat(note)) == (D(100), D(0))
    assert sheet_of(note)["no_tax_reason"] == ""
