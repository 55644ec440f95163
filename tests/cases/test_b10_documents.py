"""B10: a kit and its parts: the price is the kit's, the slip names every part."""

from decimal import Decimal as D

from tests.cases.documents import a_sold_order, invoice_of, slip_text, untaxed
from tests.factories import a_line


def test_parts_without_price_are_on_invoice_and_slip(company):
    parts = [("1", "KIT", "250", 1), ("2", "CPU", "0", 1), ("3", "RAM", "0", 2)]
    lines = tuple(
        a_line(number, sku=sku, name=f"{sku} of the set", unit_price=D(price), quantity=quantity)
        for number, sku, price, quantity in parts
    )
    order = a_sold_order(company, untaxed("250.00", subtotal="250.00"), lines=lines)
    invoice = invoice_of(order)
    assert [(line.sku, line.amount) for line in invoice.lines] == [
        ("KIT", D(250)),
        ("CPU", D(0)),
        ("RAM", D(0)),
    ]
    slip = slip_text(order)
    for _number, sku, _price, _quantity in parts:
        assert f"{sku} of the set" in slip
