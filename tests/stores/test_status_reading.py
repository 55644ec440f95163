"""The statuses of a store are read without being asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from settings.models import StatusReading, StatusUploads, StoreConnection, WebsiteStatus
from stores.errors import StoreUnavailable
from stores.port import StoreStatus
from stores.tasks import read_statuses
from tests.factories import CANCELLED, PAID, SHIPPED, a_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked_store(fake_store, monkeypatch):
    monkeypatch.setattr("stores.status_reading.open_store", lambda _connection: fake_store)
    fake_store.listed_statuses = [PAID, SHIPPED, CANCELLED]
    return fake_store


def readings() -> list[Job]:
    return list(Job.objects.filter(kind="read_statuses").order_by("pk"))


def run_all() -> None:
    read_statuses()
    for job in readings():
        if job.status == JobStatus.SUBMITTED:
            run_job(job.pk)


def earlier(**time: float) -> None:
    StoreConnection.objects.update(statuses_asked_at=timezone.now() - timedelta(**time))


def test_a_store_that_was_just_connected_is_asked(company, asked_store):
    run_all()
    assert WebsiteStatus.objects.filter(connection=company.connection).count() == 3
    assert StatusUploads.objects.get().on_cancel == CANCELLED.code


def test_it_is_asked_again_after_a_day_and_not_before(company, asked_store):
    run_all()
    earlier(hours=23)
    run_all()
    assert len(readings()) == 1
    earlier(hours=25)
    run_all()
    assert len(readings()) == 2


def test_a_store_that_did_not_answer_is_asked_again_soon(company, asked_store, monkeypatch):
    def down():
        raise StoreUnavailable("The store does not answer.")

    monkeypatch.setattr(asked_store, "statuses", down)
    run_all()
    assert readings()[0].status == JobStatus.FAILED
    earlier(minutes=11)
    run_all()
    assert len(readings()) == 2


def test_who_is_not_connected_or_not_active_is_left_alone(asked_store):
    a_company(connected=False)
    gone = a_company()
    gone.is_active = False
    gone.save()
    run_all()
    assert readings() == []


def unset() -> list[str]:
    return [one.message for one in Notice.objects.open().filter(kind=NoticeKind.STATUSES_UNSET)]


def test_a_notice_stands_while_a_needed_status_is_unset(company, asked_store):
    company.website_options.allow_tracking_upload = True
    company.website_options.save()
    read_statuses()
    assert len(unset()) == 1
    assert "does not hear of cancellations and refunds" in unset()[0]
    run_all()  # the statuses are read, and proposed
    read_statuses()
    assert unset() == []


def test_nothing_is_needed_while_nothing_is_uploaded(company, asked_store):
    read_statuses()
    assert unset() == []


def test_one_status_that_cannot_be_kept_leaves_the_others(company, asked_store):
    odd = StoreStatus(code="X" * 11, name="Odd \x00 one", reading=StatusReading.IGNORE)
    asked_store.listed_statuses = [PAID, odd, CANCELLED]
    run_all()
    kept = WebsiteStatus.objects.filter(connection=company.connection)
    assert [row.code for row in kept] == [PAID.code, CANCELLED.code]
    assert StatusUploads.objects.get().on_cancel == CANCELLED.code
    (job,) = readings()
    assert job.status == JobStatus.PARTIAL_SUCCESS
    assert "cannot be kept" in job.log_lines.get(is_error=True).message
