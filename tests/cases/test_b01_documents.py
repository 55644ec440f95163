"""B01: paid partly by a gift certificate; one piece is refunded, then the rest."""

from decimal import Decimal as D

from tests.cases.documents import a_sold_order, credit_note_of, invoice_of, rows_of, untaxed
from tests.factories import a_line


def test_credit_notes_come_to_what_was_paid_beside_the_certificate(company):
    totals = untaxed("42.47", subtotal="59.97", shipping="7.50", gift_certificates_used="25.00")
    order = a_sold_order(company, totals, lines=(a_line("11", unit_price=D("19.99"), quantity=3),))
    invoice = invoice_of(order)
    assert rows_of(invoice)["gift_used"] == "-$25.00"
    one = credit_note_of(order, ("TS-RED", 1, "11.66"), shipping="2.50")
    rest = credit_note_of(order, ("TS-RED", 2, "23.31"), shipping="5.00")
    assert (one.total, rest.total) == (D("14.16"), D("28.31"))
    assert one.total + rest.total == invoice.total == D("42.47")
