"""Several lines of one SKU, and lines without SKU, give as many parcels."""

import pytest

from orders.models import Package
from tests.cases.doors import outcomes, shipped
from tests.factories import a_line

TEES = (
    a_line("11", sku="TS-RED-M", name="Tee", quantity=2),
    a_line("12", sku="TS-RED-M", name="Tee", quantity=1),
)


@pytest.fixture
def lines(desk):
    desk.orders(416, lines=(*TEES, a_line("13", sku="", name="Card", quantity=4)))
    desk.orders(417, lines=(TEES[0], a_line("13", sku="", name="Card", quantity=4)))
    return desk


def test_each_line_is_a_parcel(lines):
    assert outcomes(lines.ship("A23-duplicate-empty-sku/t.csv")) == ["shipped"] * 5
    assert shipped(lines.company) == {"416": ["TK1", "TK2", "TK3"], "417": ["TK4", "TK5"]}
    pieces = {
        package.tracking_number: sum(row.quantity for row in package.lines.all())
        for package in Package.objects.all()
    }
    assert pieces == {"TK1": 2, "TK2": 1, "TK3": 4, "TK4": 2, "TK5": 4}


def test_the_same_by_the_api(lines, program):
    answer = program.ship(
        {"channel_order_id": "416", "tracking_number": "TK1", "sku": "TS-RED-M", "quantity": 2},
        {"channel_order_id": "416", "tracking_number": "TK2", "sku": "TS-RED-M", "quantity": 1},
        {"channel_order_id": "416", "tracking_number": "TK3", "quantity": 4},
    )
    assert [row["result"] for row in answer.json()["results"]] == ["shipped"] * 3


@pytest.mark.parametrize(
    "rows",
    ["1,TA1\n1,TA2\n", '1,"TA1, TA2"\n', "1,9400111202555842332669 9400111202555842332676\n"],
)
def test_several_numbers_of_one_order_are_as_many_packages(desk, rows):
    desk.orders(1)
    results = desk.ship(f"Order Number,Tracking Number\n{rows}".encode())
    assert set(outcomes(results)) == {"shipped"}
    assert len(shipped(desk.company)["1"]) == 2
    assert "spread over 2 packages" in results[2][1]
