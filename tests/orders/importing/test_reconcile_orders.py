"""Comparing with the store, and mending what differs."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind, NoticeQuerySet
from orders.importing import schedule
from orders.importing.intake import note_failed, receive, receive_shipments
from orders.models import ImportCursor, Order
from stores.errors import StoreUnavailable
from tests.factories import INCOMPLETE, SHIPPED, UNPAID, a_job, a_store_order, a_store_shipment
from tests.orders.importing.test_import_orders import imported, run_import

pytestmark = pytest.mark.django_db

DAYS = {"days": ["2026-11-01", "2026-11-30"]}


def compare(company) -> Job:
    job = a_job(company, kind="reconcile_orders", parameters=DAYS)
    run_job(job.pk)
    job.refresh_from_db()
    return job


def differences_told() -> NoticeQuerySet:
    return Notice.objects.open().filter(kind=NoticeKind.DIFFERENCES)


def found(job: Job) -> dict[str, tuple[str, str]]:
    return {row["number"]: (row["outcome"], row["sentence"]) for row in job.result["rows"]}


def test_nothing_differs_when_all_is_imported(company, fake_store):
    fake_store.put(a_store_order("1", shipment_ids=("14",)), a_store_order("2", status=UNPAID))
    fake_store.shipments = [a_store_shipment("14", order="1")]
    run_import(company)
    job = compare(company)
    assert found(job) == {}
    assert (job.status, job.counts) == (JobStatus.COMPLETED, {"compared": 2, "left_out": 1})
    assert not differences_told().exists()
    assert ImportCursor.objects.get().reconciled_at is not None


def test_everything_that_differs_is_found(company, fake_store):
    fake_store.put(*(a_store_order(str(n)) for n in range(1, 6)), a_store_order("8", status=UNPAID))
    run_import(company)
    Order.objects.filter(store_order_id="1").update(grand_total=Decimal("1.00"))
    Order.objects.filter(store_order_id="2").delete()
    fake_store.put(a_store_order("3", status=SHIPPED))
    del fake_store.orders["4"]
    fake_store.shipments = [a_store_shipment("14", order="5")]
    fake_store.put(a_store_order("6"), a_store_order("7"), a_store_order("8"))
    note_failed(company, a_store_order("7"), "Odd.")
    assert found(compare(company)) == {
        "1": ("different", "Its total is 29.50 in the store and 1.00 here."),
        "2": ("missing_here", "No import has seen it. Its website status is “P”."),
        "3": ("different", "Its website status is “C” in the store and “P” (Paid) here."),
        "4": ("missing_there", "It is here, and the store does not have it any more."),
        "5": ("different", "The store has shipped it (shipment 14)."),
        "6": ("missing_here", "No import has seen it. Its website status is “P”."),
        "7": ("missing_here", "It could not be imported. Odd."),
        "8": (
            "missing_here",
            "Its website status is “P” now; it stayed out before. It is not paid (“Open”) and "
            "Allow Unpaid Orders is off. It comes in by itself when it is paid.",
        ),
    }
    notice = differences_told().get()
    assert (notice.count, notice.message[:21]) == (8, "8 orders differ from ")


def test_an_order_hidden_while_it_is_edited_is_not_gone(company, fake_store):
    fake_store.put(a_store_order("1"))
    run_import(company)
    fake_store.put(a_store_order("1", status=INCOMPLETE))
    assert found(compare(company)) == {}


def test_a_shipment_deleted_in_the_store_is_told(company, fake_store):
    fake_store.put(a_store_order("97"))
    run_import(company)
    receive_shipments(company, [a_store_shipment("14")])
    assert "Shipment 14 is not in the store any more" in found(compare(company))["97"][1]


def test_what_changed_since_the_last_import_is_left_to_the_next(company, fake_store):
    fake_store.put(a_store_order("1"), a_store_order("2"))
    run_import(company)
    fake_store.put(a_store_order("1", status=SHIPPED, updated_at=fake_store.now))
    fake_store.put(a_store_order("3", updated_at=fake_store.now))
    fake_store.put(a_store_order("2", shipment_ids=("14",)))
    fake_store.shipments = [a_store_shipment("14", order="2")]
    job = compare(company)
    assert (found(job), job.counts["yet_to_be_read"]) == ({}, 3)
    company.website_options.allow_order_download = False
    company.website_options.save()
    assert set(found(compare(company))) == {"1", "2", "3"}


def test_orders_of_other_days_are_left_alone(company, fake_store):
    receive(company, [a_store_order("1", placed_at=datetime(2026, 10, 31, 12, tzinfo=UTC))])
    fake_store.put(a_store_order("2", placed_at=datetime(2026, 12, 1, 12, tzinfo=UTC)))
    assert found(compare(company)) == {}


def test_one_click_brings_in_and_refreshes_all(staff, company, fake_store):
    fake_store.put(a_store_order("1"), a_store_order("2"))
    run_import(company)
    Order.objects.filter(store_order_id="1").update(grand_total=Decimal("1.00"))
    Order.objects.filter(store_order_id="2").delete()
    job = compare(company)
    page = staff.get(reverse("reconciliation_result", args=[job.pk]))
    assert page.context["mendable"] == ["1", "2"]
    numbers = " ".join(page.context["mendable"])
    again = {"what": "numbers", "numbers": numbers, "rewrite": "1"}
    staff.post(reverse("import_orders", args=[company.pk]), again)
    run_job(Job.objects.active().get().pk)
    assert imported() == {"1", "2"}
    assert found(compare(company)) == {}
    assert not differences_told().exists()


def test_the_page_asks_for_days_and_lists_what_was_found(staff, company, fake_store):
    receive(company, [a_store_order("1")])
    page = reverse("reconciliation", args=[company.pk])
    assert "Compare with the store" in staff.get(page).content.decode()
    wrong = {"first_day": "2026-11-30", "last_day": "2026-11-01"}
    assert "before the first" in staff.post(page, wrong).content.decode()
    url = staff.post(page, {"first_day": "2026-11-01", "last_day": "2026-11-30"}).url
    run_job(Job.objects.get().pk)
    shown = staff.get(url).content.decode()
    assert "the store does not have it any more" in shown
    assert reverse("order_detail", args=[Order.objects.get().pk]) in shown


def test_a_store_that_cannot_be_read_fails_the_job(company, fake_store):
    fake_store.put(a_store_order("1"))
    fake_store.fails_with = StoreUnavailable("The store does not answer.")
    job = compare(company)
    assert (job.status, job.error) == (JobStatus.FAILED, "The store does not answer.")


@pytest.mark.parametrize(
    ("hour", "hours_ago", "is_due"),
    [(3, None, True), (4, None, False), (3, 24, True), (3, 2, False)],
)
def test_it_runs_once_in_the_night_of_the_company(company, monkeypatch, hour, hours_ago, is_due):
    now = datetime(2026, 11, 20, hour + 5, 10, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    company.time_zone = "America/New_York"
    company.save()
    last = None if hours_ago is None else now - timedelta(hours=hours_ago)
    ImportCursor.objects.create(company=company, reconciled_at=last)
    assert bool(schedule.start_due_reconciliations()) == is_due
