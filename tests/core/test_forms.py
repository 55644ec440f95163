"""Quantities and amounts as people type them, and tables of fields."""

from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core.forms import AmountField, QuantityField, TableForm, TickedRowForm


@pytest.mark.parametrize(("typed", "number"), [("3", 3), (" 12 ", 12), ("0", 0), ("", None)])
def test_quantities(typed, number):
    assert QuantityField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "-1", "some", "٣", "9" * 10, "1e3", "½"])
def test_what_is_no_quantity(typed):
    with pytest.raises(ValidationError, match="Enter how many pieces, such as 1"):
        QuantityField().clean(typed)


def test_more_than_there_is():
    with pytest.raises(ValidationError):
        QuantityField(most=2).clean("3")


@pytest.mark.parametrize(
    ("typed", "amount"), [("12.5", "12.50"), ("12,50", "12.50"), ("0", "0.00"), ("7", "7.00")]
)
def test_amounts(typed, amount):
    assert str(AmountField().clean(typed)) == amount


@pytest.mark.parametrize("typed", ["-1", "NaN", "Infinity", "lots", "1.2.3", "1,234.50", "1e12"])
def test_what_is_no_amount(typed):
    with pytest.raises(ValidationError, match=r"such as 12\.50"):
        AmountField().clean(typed)


@pytest.mark.parametrize(("typed", "places"), [("1.005", 2), ("100.50", 0), ("1,234", 2)])
def test_amounts_have_the_decimals_of_their_currency(typed, places):
    with pytest.raises(ValidationError, match=f"Amounts have {places} decimals here"):
        AmountField(places=places).clean(typed)
    assert AmountField(places=0).clean("100.00") == Decimal(100)


class _Row(TickedRowForm):
    quantity = QuantityField()


class _Table(TableForm):
    word = forms.CharField()

    def __init__(self, data) -> None:
        super().__init__(data)
        self.rows = [_Row(data, key=key) for key in (4, 7)]


def test_a_row_is_read_by_its_key_and_only_when_it_is_ticked():
    form = _Table({"word": "x", "item_4": "on", "quantity_4": "2", "quantity_7": "lots"})
    assert form.is_valid()
    assert [row.cleaned_data for row in form.rows] == [
        {"item": True, "quantity": 2},
        {"item": False},
    ]


def test_a_table_is_as_good_as_its_worst_row():
    form = _Table({"word": "x", "item_7": "on", "quantity_7": "lots"})
    assert not form.is_valid()
    assert form.rows[1].errors == {"quantity": ["Enter how many pieces, such as 1."]}
