"""B09: a download and a book: the slip packs the book, the invoice has both."""

from dataclasses import replace
from decimal import Decimal as D

from tests.cases.documents import a_sold_order, invoice_of, slip_text, untaxed
from tests.factories import a_line

EBOOK = replace(
    a_line("1", unit_price=D(9), quantity=1, name="E-book", sku="EB"), needs_shipping=False
)


def test_downloads_are_invoiced_and_not_packed(company):
    book = a_line("2", unit_price=D(12), quantity=2, name="Paper book", sku="BK")
    order = a_sold_order(company, untaxed("33.00", subtotal="33.00"), lines=(EBOOK, book))
    assert [line.sku for line in invoice_of(order).lines] == ["EB", "BK"]
    slip = slip_text(order)
    assert "Paper book" in slip
    assert "E-book" not in slip


def test_downloads_alone_without_an_address_are_invoiced(company):
    order = a_sold_order(
        company,
        untaxed("9.00", subtotal="9.00"),
        lines=(EBOOK,),
        billing_address=None,
        shipping_address=None,
        shipping_groups=(),
    )
    invoice = invoice_of(order)
    assert invoice.total == 9
    assert invoice.bill_to is not None
    assert invoice.bill_to.name == "Ana Brandt"
