"""Text guards and invisible signs round long numbers go; numbers are kept as carriers have them."""

import pytest

from tests.cases.doors import outcomes, shipped


def test_guards_are_taken_off_numbers_and_orders(desk):
    desk.orders(288, 289, 290, 291)
    assert outcomes(desk.ship("A06-text-guards/t.csv")) == ["shipped"] * 4
    assert shipped(desk.company) == {
        "288": ["9400111202555842332669"],
        "289": ["9400111202555842332669"],
        "290": ["9400111202555842332676"],
        "291": ["9400111202555842332683"],
    }


@pytest.mark.parametrize(
    "number",
    [
        "１Ｚ９９９ＡＡ１０１２３４５６７８４",
        "\u200e1Z999AA1\u200b0123456784\ufeff",
        "1z 999\u00a0AA1 01 2345 6784",
    ],
)
def test_full_width_and_invisible_signs(desk, number):
    desk.orders(1)
    assert outcomes(desk.ship(f"Order Number,Tracking Number\n1,{number}\n".encode())) == [
        "shipped"
    ]
    assert shipped(desk.company) == {"1": ["1Z999AA10123456784"]}
