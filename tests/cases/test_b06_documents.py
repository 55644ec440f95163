"""B06: a yen shop writes no decimals anywhere."""

from decimal import Decimal as D

from tests.cases.documents import a_sold_order, credit_note_of, invoice_of, page_of, untaxed
from tests.factories import a_line


def test_invoice_and_credit_notes_are_in_whole_yen(company):
    totals = untaxed("10700", subtotal="9900", shipping="800")
    line = a_line("11", unit_price=D(3300), quantity=3)
    order = a_sold_order(company, totals, lines=(line,), currency="JPY")
    invoice = invoice_of(order)
    page = page_of(invoice)
    assert "¥10,700" in page
    assert ".00" not in page
    one = credit_note_of(order, ("TS-RED", 1, "3239"))
    rest = credit_note_of(order, ("TS-RED", 2, "6661"), shipping="800")
    assert one.total + rest.total == invoice.total
    assert "¥3,239" in page_of(one)
