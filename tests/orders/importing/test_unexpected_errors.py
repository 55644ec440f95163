"""Errors of our own in an import: the next run waits longer, and people hear of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import JobStatus
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from orders.importing.runs.failed_runs import UNEXPECTED_BEFORE_NOTICE
from orders.importing.schedule import next_run_at, start_due_imports
from orders.models import ImportCursor
from settings.models import Company
from tests.factories import a_job, a_store_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def stumbling(fake_store, monkeypatch) -> None:
    """Whatever an import asks the store makes us stumble."""

    def stumble(*_arguments, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr(fake_store, "all_orders", stumble)
    monkeypatch.setattr(fake_store, "orders_changed_since", stumble)


def fail(company: Company) -> None:
    job = a_job(company)
    with pytest.raises(ZeroDivisionError):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED


def minutes_to_wait(company: Company) -> timedelta:
    fresh = Company.objects.select_related("connection", "import_cursor").get(pk=company.pk)
    return next_run_at(fresh) - timezone.now()


def test_each_unexpected_error_doubles_the_wait(company, stumbling):
    waits = []
    for _ in range(3):
        fail(company)
        waits.append(minutes_to_wait(company))
    assert timedelta(minutes=1) < waits[0] < waits[1] < waits[2]


def test_the_third_in_a_row_is_one_notice_and_a_good_run_takes_it_down(
    company, fake_store, stumbling, monkeypatch
):
    for number in range(1, UNEXPECTED_BEFORE_NOTICE + 2):
        fail(company)
        notices = Notice.objects.open().filter(kind=NoticeKind.IMPORTS_FAILING)
        assert notices.count() == (1 if number >= UNEXPECTED_BEFORE_NOTICE else 0)
    monkeypatch.undo()
    assert ImportCursor.of(company).failures_in_a_row == UNEXPECTED_BEFORE_NOTICE + 1


def test_some_orders_by_number_that_make_us_stumble_delay_no_schedule(
    company, fake_store, monkeypatch
):
    fake_store.put(a_store_order("1"))

    def stumble(*_arguments, **_more):
        raise ZeroDivisionError

    monkeypatch.setattr(fake_store, "fetch_orders", stumble)
    job = a_job(company, parameters={"numbers": ["1"]})
    with pytest.raises(ZeroDivisionError):
        run_job(job.pk)
    assert ImportCursor.of(company).failures_in_a_row == 0


def killed(company: Company) -> None:
    """A run whose worker was killed five times: nobody could note its end."""
    now = timezone.now()
    a_job(company, status=JobStatus.FAILED, attempts=6, started_at=now, finished_at=now)


def test_a_run_that_was_killed_too_often_counts_once(company):
    killed(company)
    for _ in range(3):
        assert start_due_imports() == []
    assert ImportCursor.of(company).failures_in_a_row == 1
    assert minutes_to_wait(company) > timedelta(minutes=1)


def test_the_third_killed_run_is_a_notice(company):
    for _ in range(UNEXPECTED_BEFORE_NOTICE):
        killed(company)
        start_due_imports()
    assert Notice.objects.open().filter(kind=NoticeKind.IMPORTS_FAILING).count() == 1
