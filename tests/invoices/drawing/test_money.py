"""Amounts on a document: the decimals of its currency, the same for all."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from core.money import shown_places
from invoices.document import Document, DocumentLine, TotalRow
from invoices.drawing.sheet import sheet_of
from tests.invoices.a_document import a_document


def over(currency: str, *amounts: str, locale: str = "en_US") -> Document:
    """A document of one line for each amount."""
    lines = tuple(
        DocumentLine(name="Owl", quantity=1, unit_price=D(amount), amount=D(amount))
        for amount in amounts
    )
    total = sum((line.amount for line in lines), D(0))
    document = a_document(
        currency=currency,
        lines=lines,
        taxes=(),
        sums=(TotalRow(key="subtotal", amount=total),),
        total=total,
    )
    return replace(document, look=replace(document.look, locale=locale))


def written(document: Document) -> list[str]:
    sheet = sheet_of(document)
    return [*(line["amount"] for line in sheet["lines"]), sheet["total"]]


@pytest.mark.parametrize(
    ("currency", "amounts", "right"),
    [
        ("KWD", ["1.50", "2.00"], ["KWD\xa01.500", "KWD\xa02.000", "KWD\xa03.500"]),
        ("JPY", ["3239", "7461"], ["¥3,239", "¥7,461", "¥10,700"]),
        ("JPY", ["100.50", "100"], ["¥100.50", "¥100.00", "¥200.50"]),
        ("EUR", ["9.5", "0.5"], ["€9.50", "€0.50", "€10.00"]),
    ],
)
def test_all_amounts_of_a_document_have_the_decimals_of_its_currency(currency, amounts, right):
    assert written(over(currency, *amounts)) == right


def test_they_are_written_in_the_customers_way():
    assert written(over("EUR", "1234.5", locale="de_DE"))[0] == "1.234,50\xa0€"


def test_iso_4217_says_how_many():
    places = {currency: shown_places(currency) for currency in ("BHD", "KWD", "TND", "JPY", "HUF")}
    assert places == {"BHD": 3, "KWD": 3, "TND": 3, "JPY": 0, "HUF": 2}
