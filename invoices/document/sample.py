"""An order that never was, for previews at a company that has none yet."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from invoices.document import (
    Document,
    DocumentKind,
    DocumentLine,
    DocumentTax,
    Look,
    Party,
    TotalRow,
)

_CUSTOMER = Party(
    name="Ana Brandt",
    lines=("Ana Brandt", "12 Quay Rd", "02116 Boston", "Massachusetts", "United States"),
    email="ana@example.com",
    phone="+1 555 0100",
)


def sample(seller: Party, look: Look, currency: str) -> Document:
    """An invoice of two lines over 63.25."""
    return Document(
        kind=DocumentKind.INVOICE,
        look=look,
        number="2026-000001",
        issued_on=date(2026, 1, 15),
        order_number="10001",
        channel_order_number="97",
        ordered_on=date(2026, 1, 14),
        currency=currency,
        seller=seller,
        bill_to=_CUSTOMER,
        ship_to=replace(_CUSTOMER, name="Ben Brandt"),
        lines=(
            DocumentLine(
                name="T-shirt",
                sku="TS-RED",
                quantity=2,
                options=(("Colour", "Red"), ("Size", "M")),
                unit_price=Decimal("15.00"),
                unit_discount=Decimal("2.00"),
                amount=Decimal("30.00"),
            ),
            DocumentLine(
                name="Canvas bag",
                sku="BAG-01",
                quantity=1,
                unit_price=Decimal("20.00"),
                amount=Decimal("20.00"),
            ),
        ),
        sums=(
            TotalRow(key="subtotal", amount=Decimal("50.00")),
            TotalRow(key="shipping", amount=Decimal("7.50")),
            TotalRow(key="tax", amount=Decimal("5.75"), note="Sales tax"),
        ),
        taxes=(
            DocumentTax(
                name="Sales tax",
                rate=Decimal(10),
                is_included=False,
                amount=Decimal("5.75"),
                base=Decimal("57.50"),
            ),
        ),
        total=Decimal("63.25"),
        payment_method="Card",
        is_paid=True,
        shipping_methods=("Courier, 2-3 days",),
        customer_note="Please leave it with the neighbour.",
    )
