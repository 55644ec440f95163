"""One parcel for two orders: both are found, or the line says which is not there."""

import pytest

from tests.cases.doors import outcomes, shipped

HEAD = "Order Number,Tracking Number\n"


def test_a_box_for_two_orders_ships_both(desk):
    desk.orders(341, 342)
    results = desk.ship("A14-combined-orders/t.csv")
    # Three numbers for the same pair: each order's two shirts give two packages, not three.
    assert results[2][0] == "shipped"
    assert set(shipped(desk.company)) == {"341", "342"}


@pytest.mark.parametrize("text", ['"341, 342"', "341 + 342", "341/342", "#341 & #342"])
def test_each_way_to_write_two(desk, text):
    desk.orders(341, 342)
    assert outcomes(desk.ship(f"{HEAD}{text},TB1\n".encode())) == ["shipped"]
    assert shipped(desk.company) == {"341": ["TB1"], "342": ["TB1"]}


def test_one_that_is_not_there_keeps_the_other_here(desk):
    desk.orders(341)
    results = desk.ship(f'{HEAD}"341, 999",TB1\n'.encode())
    assert outcomes(results) == ["failed"]
    assert "There is no order 999 at this company." in results[2][1]
    assert shipped(desk.company) == {}


@pytest.mark.parametrize("text", ["#337", "CS337", "337-1", "337.0", "000337", "Order 337"])
def test_a_number_as_programs_dress_it(desk, text):
    desk.orders(337)
    assert outcomes(desk.ship(f"{HEAD}{text},T1\n".encode())) == ["shipped"]
    assert shipped(desk.company) == {"337": ["T1"]}
