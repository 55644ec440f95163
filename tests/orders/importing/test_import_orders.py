"""A whole import run against a store in memory."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.models import ImportCursor, Order
from stores.errors import StoreUnavailable
from stores.port import UnreadableOrder
from tests.factories import (
    INCOMPLETE,
    PAID,
    SHIPPED,
    UNPAID,
    a_job,
    a_line,
    a_store_order,
    some_totals,
)

pytestmark = pytest.mark.django_db


def run_import(company, **parameters) -> Job:
    job = a_job(company, parameters=parameters)
    run_job(job.pk)
    job.refresh_from_db()
    return job


def log_of(job: Job) -> list[str]:
    return [line.message for line in job.log_lines.all()]


def imported() -> set[str]:
    return set(Order.objects.values_list("store_order_id", flat=True))


def test_a_run_brings_in_what_may_come_in_and_counts_the_rest(company, fake_store):
    fake_store.put(a_store_order("1"), a_store_order("2", status=UNPAID), a_store_order("3"))
    job = run_import(company)
    assert job.status == JobStatus.COMPLETED
    assert imported() == {"1", "3"}
    counts = {"found": 3, "created": 2, "skipped": 1, "skipped_unpaid": 1}
    assert {name: number for name, number in job.counts.items() if number} == counts
    assert (job.progress_done, job.progress_total) == (3, 3)
    assert log_of(job) == [
        "Order 2 stays out. It is not paid (“Open”) and Allow Unpaid Orders is off. "
        "It comes in by itself when it is paid."
    ]


def test_a_second_run_makes_no_duplicate(company, fake_store):
    fake_store.put(a_store_order("1"), a_store_order("2"))
    run_import(company)
    ImportCursor.objects.update(watermark=None)
    second = run_import(company)
    assert Order.objects.count() == 2
    assert (second.counts.get("created", 0), second.counts["unchanged"]) == (0, 2)


def test_an_order_left_out_comes_in_by_itself_when_it_qualifies(company, fake_store):
    fake_store.put(a_store_order("1", status=UNPAID))
    run_import(company)
    fake_store.put(a_store_order("1", status=PAID, updated_at=fake_store.now))
    run_import(company)
    assert imported() == {"1"}


def test_an_order_left_out_comes_in_when_the_options_change(company, fake_store):
    fake_store.put(a_store_order("1", status=UNPAID))
    run_import(company)
    assert imported() == set()
    company.website_options.allow_unpaid_orders = True
    company.website_options.save()
    run_import(company)
    assert imported() == {"1"}


def test_the_next_run_asks_from_ten_minutes_before_the_stores_clock(company, fake_store):
    run_import(company)
    run_import(company)
    assert fake_store.asked_since == [None, fake_store.now - timedelta(minutes=10)]


def test_a_store_that_fails_midway_keeps_the_watermark_and_what_was_stored(company, fake_store):
    fake_store.put(*(a_store_order(str(n)) for n in range(1, 7)))
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    fake_store.fails_after_pages = 2
    job = run_import(company)
    assert (job.status, job.error) == (JobStatus.FAILED, "The store does not answer.")
    assert imported() == {"1", "2", "3", "4"}
    cursor = ImportCursor.objects.get()
    assert (cursor.watermark, cursor.failures_in_a_row) == (None, 1)

    fake_store.fails_with = None
    run_import(company)
    assert imported() == {"1", "2", "3", "4", "5", "6"}
    assert ImportCursor.objects.get().failures_in_a_row == 0


def test_one_unreadable_order_does_not_stop_the_others(company, fake_store):
    unreadable = UnreadableOrder(store_order_id="2", sentence="Its “total” is not a number.")
    fake_store.put(a_store_order("1"), unreadable, a_store_order("3"))
    job = run_import(company)
    assert imported() == {"1", "3"}
    assert job.status == JobStatus.PARTIAL_SUCCESS
    assert job.log_lines.get().is_error
    assert log_of(job) == ["Order 2 could not be imported. Its “total” is not a number."]


def test_one_order_that_the_database_refuses_does_not_stop_its_batch(company, fake_store):
    huge = some_totals(total=Decimal("1e15"))
    fake_store.page_size = 3
    fake_store.put(a_store_order("1"), a_store_order("2", totals=huge), a_store_order("3"))
    job = run_import(company)
    assert imported() == {"1", "3"}
    assert (job.status, job.counts["failed"]) == (JobStatus.PARTIAL_SUCCESS, 1)


def test_a_known_order_that_is_being_edited_is_left_alone(company, fake_store):
    fake_store.lists_whole_orders = False
    fake_store.put(a_store_order("1"))
    run_import(company)
    fake_store.put(a_store_order("1", status=INCOMPLETE, lines=()))
    fake_store.finds_changed_orders = False
    run_import(company)
    order = Order.objects.get()
    assert order.store_status_name == "Paid"
    assert order.lines.count() == 1


def test_an_old_store_is_asked_for_details_of_new_and_changed_orders_only(company, fake_store):
    fake_store.finds_changed_orders = fake_store.lists_whole_orders = False
    recently = fake_store.now - timedelta(days=1)
    fake_store.put(*(a_store_order(str(n), placed_at=recently) for n in range(1, 4)))
    run_import(company)
    fake_store.fetched.clear()
    fake_store.put(
        a_store_order("2", placed_at=recently, status=SHIPPED, lines=(a_line(shipped_quantity=2),))
    )
    job = run_import(company)
    assert fake_store.fetched == ["2"]
    assert job.counts["unchanged"] == 2
    assert Order.objects.get(store_order_id="2").store_status_name == "Complete"


def test_an_old_stores_open_orders_are_looked_at_however_old(company, fake_store):
    fake_store.finds_changed_orders = fake_store.lists_whole_orders = False
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    fake_store.put(a_store_order("1", placed_at=long_ago))
    run_import(company)
    fake_store.put(a_store_order("1", placed_at=long_ago, status=SHIPPED))
    run_import(company)
    assert Order.objects.get().store_status_name == "Complete"


def test_the_store_is_closed_whatever_happens(company, fake_store):
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    run_import(company)
    assert fake_store.is_closed


def test_a_company_without_a_plugin_is_told_what_to_do(company):
    company.connection.plugin = ""
    company.connection.save()
    job = run_import(company)
    assert job.status == JobStatus.FAILED
    assert "Choose an installed plugin under Toolbox > Website > General" in job.error
