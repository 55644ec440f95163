"""The order of day and month is found once for a file, by its own lines, or asked."""

from datetime import UTC, date, datetime

import pytest

from orders.models import Package, TrackingImport
from tests.cases.doors import outcomes


def days(desk):
    packages = Package.objects.filter(order__company=desk.company).order_by("order__pk")
    return [package.shipped_at.date() for package in packages]


def test_one_line_decides_the_whole_file(desk):
    desk.orders(274, 275, 276, 277)
    assert outcomes(desk.ship("A03-us-dates/t.csv")) == ["shipped"] * 4
    assert days(desk) == [date(2026, 11, day) for day in (5, 28, 5, 27)]


def test_the_deciding_line_may_come_first(desk):
    desk.orders(274, 278)
    assert outcomes(desk.ship("A03-us-dates/settled.csv")) == ["shipped"] * 2
    assert days(desk) == [date(2026, 11, 5), date(2026, 11, 27)]


def test_what_no_line_decides_is_asked_and_then_known(desk):
    desk.orders(1, placed_at=datetime(2026, 4, 1, tzinfo=UTC))
    text = b"Order Number,Tracking Number,Ship Date\n1,T1,11/5/2026\n"
    results = desk.check(text)
    assert outcomes(results) == ["failed"]
    assert "may mean two days" in results[2][1]
    again = desk.check_again(TrackingImport.objects.get(), day_order="month")
    assert outcomes(again) == ["shipped"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27-Nov-26", date(2026, 11, 27)),
        ("27. November 2026", date(2026, 11, 27)),
        ("2026-11-27T23:30:00-08:00", date(2026, 11, 28)),
    ],
)
def test_names_of_months_and_offsets(desk, text, day):
    desk.orders(1)
    table = f"Order Number,Tracking Number,Ship Date\n1,T1,{text}\n"
    assert outcomes(desk.ship(table.encode())) == ["shipped"]
    assert days(desk) == [day]
