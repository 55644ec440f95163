"""Numbers as people and spreadsheets write them."""

from decimal import Decimal

import pytest

from core.numbers import decimal_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("1.234", "1.234"),
        ("0,123", "0.123"),
        ("1234,5678", "1234.5678"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("1,234,567", "1234567"),
        (" -3 ", "-3"),
    ],
)
def test_it_is_read(text, number):
    assert decimal_number(text) == (Decimal(number), "")


@pytest.mark.parametrize("text", ["1,234", "12,000", "-999,999"])
def test_one_or_a_thousand_is_asked_about(text):
    number, sentence = decimal_number(text)
    assert number is None
    assert "may mean" in sentence


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1,23.4", "1.2.3", "1,234,56.7", "--1"])
def test_what_is_no_number_is_told(text):
    number, sentence = decimal_number(text)
    assert number is None
    assert "is no number" in sentence
