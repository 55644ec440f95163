"""B07: a Kuwait shop: three decimals for every amount of a page, and a space before them."""

from decimal import Decimal as D

from tests.cases.documents import a_sold_order, invoice_of, page_of, rows_of, untaxed
from tests.factories import a_line


def test_all_amounts_have_three_decimals(company):
    totals = untaxed("5.77", subtotal="3.77", shipping="2.00")
    line = a_line("11", unit_price=D("1.26"), quantity=3)
    order = a_sold_order(company, totals, lines=(line,), currency="KWD")
    invoice = invoice_of(order)
    assert rows_of(invoice) == {
        "subtotal": "KWD\xa03.780",
        "shipping": "KWD\xa02.000",
        "rounding": "-KWD\xa00.010",
    }
    assert "KWD\xa05.770" in page_of(invoice).replace("KWD 5", "KWD\xa05")
