"""A document to draw, without a database."""

from dataclasses import replace
from decimal import Decimal as D
from typing import Any

from invoices.document import Document, DocumentTax, Look, Party, TotalRow, with_base
from invoices.document.options import ON_AT_FIRST
from invoices.document.sample import sample

SELLER = Party(
    name="Harbour & Pine",
    lines=("Pier 4", "20457 Hamburg"),
    city="Hamburg",
    postal_code="20457",
    country="DE",
    tax_number="DE123456789",
)
BUYER = Party(name="Ana Brandt", lines=("Ana Brandt",), city="Berlin", country="DE")


def a_document(**fields: Any) -> Document:
    """An invoice of two lines over 63.25 EUR, 10 % tax added."""
    look = Look(shows=ON_AT_FIRST)
    told: dict[str, Any] = {"bill_to": BUYER, "ship_to": BUYER, **fields}
    return replace(sample(SELLER, look, "EUR"), **told)


def with_included_tax() -> Document:
    """The same goods, 19 % included in 57.50."""
    tax = DocumentTax(name="VAT", rate=D(19), is_included=True, amount=D("9.18"))
    return a_document(
        sums=(TotalRow(key="subtotal", amount=D(50)), TotalRow(key="shipping", amount=D("7.50"))),
        taxes=(with_base(tax, D(50), D("7.50"), 2),),
        total=D("57.50"),
    )
