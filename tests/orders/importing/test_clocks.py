"""Clocks that are wrong, ours or the store's: nothing is passed over, nothing falls silent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from orders.importing.runs.store_clock import tell_of_clock
from orders.importing.schedule import start_due_imports
from orders.models import ImportCursor
from tests.factories import a_job, a_store_order

pytestmark = pytest.mark.django_db
WEEKS = timedelta(days=21)


@pytest.fixture
def imported(company, fake_store):
    """A company that has been imported once. Gives its cursor."""
    fake_store.put(a_store_order("1"))
    run_job(a_job(company).pk)
    return ImportCursor.objects.get(company=company)


def test_a_store_far_ahead_moves_the_watermark_no_further_than_our_clock(company, fake_store):
    fake_store.now += WEEKS
    run_job(a_job(company).pk)
    watermark = ImportCursor.objects.get(company=company).watermark
    assert watermark is not None
    assert watermark < timezone.now()
    notice = Notice.objects.open().get(kind=NoticeKind.STORE_CLOCK_WRONG)
    assert "30,240 minutes ahead of ours" in notice.message


def test_the_notice_goes_when_the_clock_is_right_again(company, fake_store):
    fake_store.now -= WEEKS
    run_job(a_job(company).pk)
    assert Notice.objects.open().filter(kind=NoticeKind.STORE_CLOCK_WRONG).exists()
    fake_store.now += WEEKS
    run_job(a_job(company).pk)
    assert not Notice.objects.open().filter(kind=NoticeKind.STORE_CLOCK_WRONG).exists()


@pytest.mark.parametrize("seconds", [-50, 0, 50])
def test_a_minute_is_no_news(company, seconds):
    now = timezone.now()
    tell_of_clock(company, now + timedelta(seconds=seconds), now)
    assert not Notice.objects.exists()


def test_what_ended_in_the_future_makes_nobody_wait(imported):
    later = timezone.now() + WEEKS
    ImportCursor.objects.update(last_ended_at=later, succeeded_at=later, reconciled_at=later)
    start_due_imports()
    imported.refresh_from_db()
    for moment in (imported.last_ended_at, imported.succeeded_at, imported.reconciled_at):
        assert moment <= timezone.now()


def test_with_a_watermark_in_the_future_all_is_read_again(imported):
    ImportCursor.objects.update(watermark=timezone.now() + WEEKS)
    start_due_imports()
    imported.refresh_from_db()
    assert imported.watermark is None
