"""A voided label is exported beside its replacement: its line is skipped, and said so."""

import pytest

from tests.cases.doors import outcomes, shipped

CASE = "A01-void-label/t.csv"


def test_the_void_label_is_skipped_and_its_replacement_ships(desk):
    desk.orders(271, 272)
    results = desk.ship(CASE)
    assert outcomes(results) == ["skipped", "shipped", "skipped"]
    assert results[2][1] == "The label is void (Y)."
    assert "The label is void (Y)." in desk.page
    assert shipped(desk.company) == {"271": ["1Z5R89390357567127"]}


@pytest.mark.parametrize(
    ("heading", "void", "good"),
    [
        ("Void", "V", "N"),
        ("Status", "Voided", "Shipped"),
        ("Label Status", "Cancelled", "Purchased"),
    ],
)
def test_other_programs_say_it_otherwise(desk, heading, void, good):
    desk.orders(1, 2)
    text = f"Order Number,Tracking Number,{heading}\n1,TA1,{void}\n2,TA2,{good}\n"
    assert outcomes(desk.ship(text.encode())) == ["skipped", "shipped"]
    assert shipped(desk.company) == {"2": ["TA2"]}
