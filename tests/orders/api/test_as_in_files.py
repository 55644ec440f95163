"""Whatever a file understands, POST /shipments understands."""

from datetime import date
from typing import Any

import pytest

from orders.importing.intake import receive
from orders.models import Package
from tests.factories import a_store_order


@pytest.fixture
def orders(company):
    receive(company, [a_store_order(number) for number in ("97", "98")])


def first(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()["results"][0]
    return found


def test_numbers_amounts_days_and_words_are_read_as_in_files(program, orders):
    row = {
        "channel_order_id": "#97",
        "tracking_number": "'1Z 999 AA1 01 2345 6784",
        "carrier": "UPS by ShipStation",
        "service": "UPS® Ground",
        "shipped_on": "11/27/2026",
        "cost": "$5.23",
        "weight": "12 oz",
    }
    assert first(program.ship(row))["result"] == "shipped"
    package = Package.objects.get(service__code="UPS_GROUND")
    assert (package.tracking_number, str(package.cost)) == ("1Z999AA10123456784", "5.23")
    assert (str(package.weight), package.shipped_at.date()) == ("0.340", date(2026, 11, 27))


@pytest.mark.parametrize(
    ("fields", "result", "words"),
    [
        ({"tracking_number": "9.4E21"}, "failed", "rounded by the spreadsheet"),
        ({"tracking_number": "N/A"}, "skipped", "no tracking number"),
        ({"status": "Voided"}, "skipped", "void"),
        ({"shipped_on": "soon"}, "failed", "no day that can be read"),
        ({"recipient": "Zoe Quist", "postal_code": "99999"}, "failed", "not for the customer"),
    ],
)
def test_what_is_refused_or_skipped(program, orders, fields, result, words):
    found = first(program.ship({"channel_order_id": "97", "tracking_number": "T1", **fields}))
    assert found["result"] == result
    assert words in found["reason"]
    assert not Package.objects.exists()


@pytest.mark.parametrize("fields", [{"cost": "free"}, {"service": "Snail"}, {"weight": "?"}])
def test_what_is_beside_the_point_is_a_warning(program, orders, fields):
    found = first(program.ship({"channel_order_id": "97", "tracking_number": "T1", **fields}))
    assert found["result"] == "shipped"
    assert found["warning"]


def test_a_box_for_two_orders_and_two_numbers_of_one(program, orders):
    found = program.ship({"channel_order_id": "97, 98", "tracking_number": "T1"})
    assert first(found)["result"] == "shipped"
    assert Package.objects.count() == 2
