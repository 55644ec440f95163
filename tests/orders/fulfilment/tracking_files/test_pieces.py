"""Which pieces of an order go into the packages that lines of a file name."""

import pytest

from orders.files.naming import BadRow
from orders.fulfilment.tracking_files.pieces import pieces_named, spread
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import OrderLine

SHIRT, MUG, CARD = 1, 2, 3


def lines(**left: int) -> dict[OrderLine, int]:
    """What is left of each line, by SKU; `_` stands for a line without one."""
    made = {}
    for place, (sku, number) in enumerate(left.items(), start=1):
        made[OrderLine(pk=place, sku=sku.strip("_"), quantity=number)] = number
    return made


def row(sku: str = "", quantity: int | None = None) -> TrackingRow:
    return TrackingRow(number=1, sku=sku, quantity=quantity)


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([row("SHIRT", 1)], {SHIRT: 1}),
        ([row("SHIRT")], {SHIRT: 2}),
        ([row("shirt", 2)], {SHIRT: 2}),
        ([row("SHIRT", 1), row("MUG", 3)], {SHIRT: 1, MUG: 3}),
        ([row("SHIRT", 1), row("SHIRT", 1)], {SHIRT: 2}),
        ([row("SHIRT", 1), row("SHIRT")], {SHIRT: 2}),
        ([row("", 5)], {SHIRT: 2, MUG: 3}),
    ],
)
def test_rows_of_one_package_name_its_pieces(rows, chosen):
    assert pieces_named(rows, lines(SHIRT=2, MUG=3)) == chosen


def test_a_sku_on_two_lines_fills_the_first_before_the_second():
    left = {OrderLine(pk=1, sku="TS"): 2, OrderLine(pk=2, sku="TS"): 4}
    assert pieces_named([row("TS", 3)], left) == {1: 2, 2: 1}


def test_what_a_package_takes_is_not_left_for_the_next():
    left = lines(SHIRT=2, MUG=3)
    pieces_named([row("MUG", 2)], left)
    assert list(left.values()) == [2, 1]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([row("SHIRT", 3)], "SKU SHIRT: 1 more than are left to ship."),
        ([row("MUG", 2), row("MUG", 3)], "SKU MUG: 2 more than are left to ship."),
        ([row("CAP", 1)], "The order has no SKU “CAP”."),
        ([row("", 2)], "The line has a Qty and no SKU."),
    ],
)
def test_rows_that_cannot_be_served_say_why(rows, sentence):
    with pytest.raises(BadRow, match=sentence):
        pieces_named(rows, lines(SHIRT=2, MUG=3))


def test_rows_that_cannot_be_served_take_nothing():
    left = lines(SHIRT=2, MUG=3)
    with pytest.raises(BadRow):
        pieces_named([row("SHIRT", 2), row("MUG", 4)], left)
    assert list(left.values()) == [2, 3]


def test_a_number_without_sku_is_for_the_one_line_that_is_left():
    assert pieces_named([row("", 1)], lines(SHIRT=0, MUG=3)) == {MUG: 1}


def test_a_number_without_sku_is_for_the_lines_that_have_none():
    assert pieces_named([row("", 2)], lines(SHIRT=2, MUG=3, _=2)) == {CARD: 2}


@pytest.mark.parametrize(
    ("number", "shares"),
    [
        (1, [{SHIRT: 2, MUG: 3}]),
        (2, [{SHIRT: 2}, {MUG: 3}]),
        (3, [{SHIRT: 1}, {SHIRT: 1, MUG: 1}, {MUG: 2}]),
        (5, [{SHIRT: 1}, {SHIRT: 1}, {MUG: 1}, {MUG: 1}, {MUG: 1}]),
        (9, [{SHIRT: 1}, {SHIRT: 1}, {MUG: 1}, {MUG: 1}, {MUG: 1}]),
    ],
)
def test_what_is_left_is_spread_evenly_and_no_share_is_empty(number, shares):
    assert spread(lines(SHIRT=2, MUG=3), number) == shares


def test_nothing_is_spread_where_nothing_is_left():
    assert spread(lines(SHIRT=0, MUG=0), 3) == []
