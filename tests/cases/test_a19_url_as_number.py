"""A link gives its number; what fills an empty cell is no number."""

import pytest

from tests.cases.doors import outcomes, shipped


def test_a_link_and_a_filler(desk):
    desk.orders(380, 381)
    results = desk.ship("A19-url-as-number/t.csv")
    assert outcomes(results) == ["shipped", "skipped"]
    assert results[3][1] == "The line has no tracking number."
    assert shipped(desk.company) == {"380": ["1Z999AA10123456784"]}


@pytest.mark.parametrize(
    "link",
    [
        "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400111202555842332669",
        "https://www.dpd.com/tracking/9400111202555842332669",
        "www.example.com/#/parcel/9400111202555842332669",
    ],
)
def test_links_of_other_carriers(desk, link):
    desk.orders(1)
    assert outcomes(desk.ship(f"Order Number,Tracking Number\n1,{link}\n".encode())) == ["shipped"]
    assert shipped(desk.company) == {"1": ["9400111202555842332669"]}


@pytest.mark.parametrize("filler", ["none", "-", "pending", "n.a.", "TBD"])
def test_fillers_are_no_numbers(desk, filler):
    desk.orders(1)
    assert outcomes(desk.ship(f"Order Number,Tracking Number\n1,{filler}\n".encode())) == [
        "skipped"
    ]
