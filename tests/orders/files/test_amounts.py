"""Amounts and weights as label software writes them."""

from decimal import Decimal

import pytest

from orders.files.amounts import read_amount, read_weight


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$5.23", "5.23"),
        ("5.23 USD", "5.23"),
        ("€ 5,23", "5.23"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1,234", "1234.00"),
        ("1'234.50", "1234.50"),
        ("0,500", "0.50"),  # nobody writes thousands behind a nought
        ("0,5", "0.50"),
        ("0", "0.00"),
    ],
)
def test_amounts_are_read_as_they_are_meant(text, amount):
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "-5.00", "five", "5 or 6", "1,2,3.4.5"])
def test_what_is_no_amount_is_none(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [("12 oz", "0.340"), ("1.5 lb", "0.680"), ("1 lb 4 oz", "0.567"), ("0,500", "0.500")],
)
def test_weights_are_kilograms(text, kilograms):
    assert read_weight(text) == Decimal(kilograms)
