"""B04: an order over nothing has an invoice, and a refund of nothing corrects nothing."""

from decimal import Decimal as D

import pytest

from invoices.issuing.issuing import CannotIssue
from tests.cases.documents import a_sold_order, credit_note_of, invoice_of, page_of, untaxed
from tests.factories import a_line


def test_a_coupon_over_all_of_it(company):
    totals = untaxed("0.00", subtotal="40.00", discount="40.00")
    order = a_sold_order(company, totals, lines=(a_line("11", unit_price=D(40), quantity=1),))
    invoice = invoice_of(order)
    assert invoice.total == 0
    assert "$0.00" in page_of(invoice)
    with pytest.raises(CannotIssue, match="nothing went back"):
        credit_note_of(order, ("TS-RED", 1, "0.00"))
