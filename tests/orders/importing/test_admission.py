"""Which orders a company takes."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from orders.importing.intake.admission import AdmissionRules, why_left_out
from settings.models import StatusReading
from stores.port import StoreStatus
from tests.factories import (
    CANCELLED,
    FAILED,
    INCOMPLETE,
    PAID,
    SHIPPED,
    UNPAID,
    a_store_order,
)


def rules(*, shipped: bool = False, unpaid: bool = False, not_before: date | None = None):
    return AdmissionRules(
        takes_shipped=shipped,
        takes_unpaid=unpaid,
        not_before=not_before,
        zone=ZoneInfo("America/New_York"),
    )


@pytest.mark.parametrize(
    ("status", "shipped", "unpaid", "reason"),
    [
        (PAID, False, False, None),
        (PAID, True, True, None),
        (UNPAID, False, False, "unpaid"),
        (UNPAID, True, False, "unpaid"),
        (UNPAID, False, True, None),
        (SHIPPED, False, False, "shipped"),
        (SHIPPED, False, True, "shipped"),
        (SHIPPED, True, False, None),
        (CANCELLED, True, True, "cancelled"),
        (INCOMPLETE, True, True, "incomplete"),
        (FAILED, True, True, "not_an_order"),
    ],
)
def test_options_decide_which_statuses_come_in(status, shipped, unpaid, reason):
    answer = why_left_out(a_store_order(status=status), rules(shipped=shipped, unpaid=unpaid))
    assert (answer.reason if answer else None) == reason


def test_a_status_nobody_knows_comes_in_because_losing_an_order_is_worse():
    unknown = StoreStatus(code="X", name="X", reading=StatusReading.UNPAID, is_known=False)
    assert why_left_out(a_store_order(status=unknown), rules()) is None


@pytest.mark.parametrize(
    ("placed_at", "is_taken"),
    [
        (datetime(2026, 11, 10, 4, 59, tzinfo=UTC), False),  # the evening of the 9th in New York
        (datetime(2026, 11, 10, 5, 0, tzinfo=UTC), True),  # midnight there: the day itself counts
        (datetime(2026, 11, 12, 0, 0, tzinfo=UTC), True),
    ],
)
def test_the_limit_date_is_a_day_of_the_company_and_counts_itself(placed_at, is_taken):
    answer = why_left_out(a_store_order(placed_at=placed_at), rules(not_before=date(2026, 11, 10)))
    assert (answer is None) == is_taken


def test_a_refusal_says_what_would_let_the_order_in():
    answer = why_left_out(a_store_order(status=UNPAID), rules())
    assert answer is not None
    assert "Allow Unpaid Orders is off" in answer.sentence
