"""Which tax was charged on which item, in either shape of `applies`."""

from decimal import Decimal as D

import pytest

from cscart_connector.cscart.taxes import tax_of
from stores.port import StoreTaxParts

PRODUCTS = [
    {"item_id": "11", "price": "18.00", "amount": "3"},
    {"item_id": "12", "price": "9.90", "amount": "2"},
    {"item_id": "13", "price": "5.00", "amount": "1"},
]


def parts(applies: object, amount: str = "7.63") -> StoreTaxParts | None:
    row = {"rate_type": "P", "rate_value": "10.000", "tax_subtotal": amount, "applies": applies}
    return tax_of(row, PRODUCTS).parts


def test_one_amount_for_all_products_is_divided_over_the_named_ones():
    told = parts(
        {"P": 7.38, "S": 0.25, "items": {"P": {"11": True, "12": True}, "S": [{"1": True}]}}
    )
    assert told == StoreTaxParts(lines=(("11", D("5.40")), ("12", D("1.98"))), shipping=D("0.25"))


def test_a_surcharge_may_be_taxed_too():
    told = parts({"P": 5.4, "S": 0, "PS": "0.15", "items": {"P": {"11": True}}}, "5.55")
    assert told == StoreTaxParts(lines=(("11", D("5.40")),), surcharge=D("0.15"))


@pytest.mark.parametrize("of_11", ["5.40", "1.80"], ids=["of the line", "of one piece"])
def test_by_unit_prices_each_line_has_its_own(of_11):
    told = parts({"P_11": of_11, "S_0_1": 0.75}, "6.15")
    assert told == StoreTaxParts(lines=(("11", D("5.40")),), shipping=D("0.75"))


@pytest.mark.parametrize(
    "applies",
    [
        [],
        {"P": 6.88, "S": 0.75, "items": {"P": {}, "S": []}},
        {"P": 1, "S": 0, "items": {"P": {"11": True}}},
        {"P_99": 7.63},
    ],
    ids=["nothing", "no item", "another sum", "another line"],
)
def test_what_does_not_add_up_tells_nothing(applies):
    assert parts(applies) is None
