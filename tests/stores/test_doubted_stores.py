"""Stores that hang: one at a time is tried, the others wait without holding anybody up."""

from contextlib import contextmanager

import pytest
from django.db import connections
from django.utils import timezone

from core.locks import LockSpace
from cscart_connector.cscart.store import _patience
from jobs.kinds import IMPORT
from jobs.models import JobStatus
from jobs.run_job import run_job
from orders.models import ImportCursor, Order
from settings.models import Company
from stores import doubted_stores
from stores.doubted_stores import Lane, doubt, is_doubted
from stores.errors import StoreForbidden, StoreUnavailable
from stores.job_kinds import READ_STATUSES, TEST_SETTINGS
from stores.models import ChangeState, StoreState
from tests.factories import a_job, a_store_order

pytestmark = pytest.mark.django_db


@contextmanager
def another_store_being_tried(lane: Lane):
    """Hold the lane on a connection of its own, as another worker would."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.DOUBTED_STORES, lane])
        yield
    finally:
        other.close()


def imported(company: Company) -> str:
    """How an import of everything new ended."""
    job = a_job(company)
    run_job(job.pk)
    job.refresh_from_db()
    return job.status


def test_a_store_that_does_not_answer_is_doubted_until_it_answers_at_once(company, fake_store):
    fake_store.put(a_store_order("1"))
    fake_store.fails_with = StoreUnavailable("The store did not answer in time.")
    assert imported(company) == JobStatus.FAILED
    assert is_doubted(company.pk)
    fake_store.fails_with = None
    assert imported(company) == JobStatus.COMPLETED
    assert not is_doubted(company.pk)


def test_a_slow_one_goes_on_and_stays_doubted(company, fake_store, monkeypatch):
    fake_store.put(a_store_order("1"))
    doubt(company)
    monkeypatch.setattr(doubted_stores, "QUICK_SECONDS", -1)
    assert imported(company) == JobStatus.COMPLETED
    assert Order.objects.exists()
    assert is_doubted(company.pk)


def test_a_store_that_answers_one_question_and_hangs_on_the_next_stays_doubted(
    company, fake_store, monkeypatch
):
    def hang(*_, **__):
        raise StoreUnavailable("The store did not answer in time.")

    doubt(company)
    monkeypatch.setattr(fake_store, "all_orders", hang)
    assert imported(company) == JobStatus.FAILED
    assert is_doubted(company.pk)


def test_a_delivery_that_finds_the_store_down_leaves_it_doubted(warehouse, monkeypatch):
    def hang(*_, **__):
        raise StoreUnavailable("The store did not answer in time.")

    warehouse.ship()
    doubt(warehouse.company)
    monkeypatch.setattr(warehouse.store, "look_at", hang)
    warehouse.deliver()
    assert StoreState.of(warehouse.company).is_paused
    assert is_doubted(warehouse.company.pk)


def test_a_job_that_is_cancelled_while_it_is_put_back_ends(company, fake_store):
    doubt(company)
    job = a_job(company, cancel_requested_at=timezone.now())
    with another_store_being_tried(Lane.JOBS):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED_WHILE_RUNNING


def test_a_store_that_says_no_has_answered(company, fake_store, monkeypatch):
    def refuse():
        raise StoreForbidden("The login lacks a right.")

    doubt(company)
    monkeypatch.setattr(fake_store, "statuses", refuse)
    assert imported(company) == JobStatus.COMPLETED
    assert not is_doubted(company.pk)


def test_while_another_is_tried_the_job_goes_back_and_was_no_attempt(company, fake_store):
    fake_store.put(a_store_order("1"))
    doubt(company)
    job = a_job(company)
    with another_store_being_tried(Lane.JOBS):
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.started_at) == (JobStatus.SUBMITTED, 0, None)
    assert ImportCursor.of(company).failures_in_a_row == 0
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED


def test_a_store_that_answers_waits_for_nobody(company, fake_store):
    with another_store_being_tried(Lane.JOBS):
        assert imported(company) == JobStatus.COMPLETED


def test_a_delivery_waits_its_turn_without_a_pause(warehouse, change_of):
    package, company = warehouse.ship(), warehouse.company
    doubt(company)
    with another_store_being_tried(Lane.DELIVERY):
        warehouse.deliver()
    assert change_of(package).state == ChangeState.WAITING
    assert not StoreState.of(company).is_paused
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert not is_doubted(company.pk)


def test_a_delivery_to_a_doubted_store_that_hangs_pauses_it(warehouse, change_of):
    package, company = warehouse.ship(), warehouse.company
    doubt(company)
    warehouse.store.fails_with = StoreUnavailable("The store did not answer in time.")
    warehouse.deliver()
    assert (change_of(package).state, change_of(package).attempts) == (ChangeState.WAITING, 0)
    assert StoreState.of(company).is_paused


def test_a_doubted_store_is_given_more_time(company):
    assert _patience(company.connection).first_read <= 5
    doubt(company)
    assert _patience(company.connection).first_read >= 15


@pytest.mark.parametrize("kind", [READ_STATUSES, TEST_SETTINGS])
def test_what_asks_stores_stands_in_no_queue_of_other_work(kind):
    assert kind.queue == IMPORT
