"""B17: an order that the store deleted is invoiced and corrected from what is here."""

from decimal import Decimal as D

from orders.importing.intake import receive
from tests.cases.documents import a_sold_order, credit_note_of, invoice_of, untaxed
from tests.factories import a_line, a_store_order


def test_its_documents_come_from_what_is_here(company):
    order = a_sold_order(company, untaxed("20.00", subtotal="20.00"))
    invoice = invoice_of(order)
    # The store is asked for another order: it says nothing of this one any more.
    receive(company, [a_store_order("98", lines=(a_line("11", name="Owl"),))])
    assert invoice_of(order) == invoice
    assert credit_note_of(order, ("TS-RED", 2, "20.00")).total == D("20.00")
