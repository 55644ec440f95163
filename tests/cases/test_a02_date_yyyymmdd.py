"""Dates without marks between: 20261127."""

from datetime import date

import pytest

from orders.models import Package
from tests.cases.doors import outcomes


def test_a_compact_date_is_read(desk):
    desk.orders(273)
    assert outcomes(desk.ship("A02-date-yyyymmdd/t.csv")) == ["shipped"]
    assert Package.objects.get().shipped_at.date() == date(2026, 11, 27)


@pytest.mark.parametrize("text", ["20261127 143000", "2026/11/27", "46353"])
def test_other_compact_forms(desk, text):
    desk.orders(1)
    table = f"Order Number,Tracking Number,Ship Date\n1,T1,{text}\n"
    assert outcomes(desk.ship(table.encode())) == ["shipped"]
    assert Package.objects.get().shipped_at.date() == date(2026, 11, 27)
