"""The job queue: the table decides, Celery only wakes."""

import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection, connections
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from jobs import queue
from jobs.lease import lease
from jobs.models import Job, JobStatus
from jobs.progress import JobCancelled, JobFailed, Progress
from jobs.run_job import MAX_ATTEMPTS, run_job
from jobs.tasks import sweep
from orders.job_kinds import IMPORT_ORDERS
from tests.factories import a_company, a_job, a_user

pytestmark = pytest.mark.django_db


def work(monkeypatch, function) -> None:
    """Let every job do `function(job, progress)`."""
    monkeypatch.setattr("orders.importing.runs.import_orders.run_import", function)


def ended(job: Job) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    return job


@contextmanager
def another_worker_holding(job: Job):
    """Hold the job's lease on a connection of its own, as another process would."""
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(20226, %s)", [job.pk])
            cursor.execute("SELECT pg_backend_pid()")
            (backend,) = cursor.fetchone()
        yield
    finally:
        other.close()
        _wait_until_gone(backend)


def _wait_until_gone(backend: int) -> None:
    """The server notices a closed connection a moment later, and only then frees its locks."""
    give_up_at = time.monotonic() + 30
    while _is_there(backend):
        assert time.monotonic() < give_up_at, "The server kept a closed connection."
        time.sleep(0.01)


def _is_there(backend: int) -> bool:
    with connection.cursor() as cursor:
        # Inside the test's transaction pg_stat_activity is a snapshot; pg_locks is always live.
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND locktype = 'advisory')",
            [backend],
        )
        (answer,) = cursor.fetchone()
    return bool(answer)


def test_the_database_lets_only_one_job_of_a_kind_be_active(company):
    first = queue.submit(IMPORT_ORDERS, company)
    second = queue.submit(IMPORT_ORDERS, company)
    assert (first.is_new, second.is_new) == (True, False)
    assert Job.objects.count() == 1
    assert queue.submit(IMPORT_ORDERS, a_company()).is_new


def test_submitting_notifies_after_the_commit(
    company, django_capture_on_commit_callbacks, notified
):
    with django_capture_on_commit_callbacks(execute=True):
        job = queue.submit(IMPORT_ORDERS, company).job
        assert notified == []
    assert notified == [job.pk]


@pytest.fixture
def notified(monkeypatch) -> list[int]:
    """The ids of jobs of which workers were notified, without a broker."""
    told: list[int] = []
    monkeypatch.setattr(queue, "notify", lambda job_id, _priority=1: told.append(job_id))
    return told


def test_a_job_ends_completed_with_its_counts(company, monkeypatch):
    def three_things(job: Job, progress: Progress) -> None:
        for done in range(1, 4):
            progress.count(created=1)
            progress.advance(done, 3)

    work(monkeypatch, three_things)
    job = ended(a_job(company))
    assert (job.status, job.counts, job.percent) == (JobStatus.COMPLETED, {"created": 3}, 100)
    assert job.finished_at is not None


def test_a_job_with_failed_items_is_a_partial_success(company, monkeypatch):
    work(monkeypatch, lambda job, progress: progress.count(failed=1, created=9))
    assert ended(a_job(company)).status == JobStatus.PARTIAL_SUCCESS


def test_a_failed_job_says_why_on_the_job_and_in_its_log(company, monkeypatch):
    def fail(job: Job, progress: Progress) -> None:
        raise JobFailed("The store rejects the login.")

    work(monkeypatch, fail)
    job = ended(a_job(company))
    assert (job.status, job.error) == (JobStatus.FAILED, "The store rejects the login.")
    assert job.log_lines.get().is_error


def test_a_bug_fails_the_job_and_is_raised_for_the_workers_log(company, monkeypatch):
    def stumble(job: Job, progress: Progress) -> None:
        raise ZeroDivisionError

    work(monkeypatch, stumble)
    job = a_job(company)
    with pytest.raises(ZeroDivisionError):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "unexpected error" in job.error


def test_a_job_is_kept_though_the_broker_is_away(
    company, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(*_arguments, **_more):
        raise BrokerDown("Connection refused")

    monkeypatch.setattr(current_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        job = queue.submit(IMPORT_ORDERS, company).job
    assert Job.objects.get(pk=job.pk).status == JobStatus.SUBMITTED


def test_notifying_twice_does_the_work_once(company, monkeypatch):
    done = []
    work(monkeypatch, lambda job, progress: done.append(job.pk))
    job = a_job(company)
    run_job(job.pk)
    run_job(job.pk)
    assert done == [job.pk]


def test_a_job_in_another_workers_hands_is_left_alone(company, monkeypatch):
    work(monkeypatch, lambda job, progress: progress.count(done=1))
    job = a_job(company)
    with another_worker_holding(job):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.SUBMITTED


def test_a_lease_ends_with_the_connection_that_held_it(company):
    job = a_job(company)
    with another_worker_holding(job), lease(job.pk) as is_free:
        assert not is_free
    with lease(job.pk) as is_free:
        assert is_free


def test_a_job_whose_worker_died_goes_back_and_workers_are_notified(company, notified):
    job = a_job(company, status=JobStatus.PROCESSING)
    sweep()
    job.refresh_from_db()
    assert (job.status, notified) == (JobStatus.SUBMITTED, [job.pk])
    assert "goes on with another worker" in job.log_lines.get().message


def test_a_job_that_is_being_worked_on_is_not_taken_away(company, notified):
    job = a_job(company, status=JobStatus.PROCESSING)
    with another_worker_holding(job):
        sweep()
    job.refresh_from_db()
    assert (job.status, notified) == (JobStatus.PROCESSING, [])


def test_a_lost_notification_is_repeated(company, notified):
    job = a_job(company)
    sweep()
    assert notified == []
    Job.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    sweep()
    assert notified == [job.pk]


def test_a_job_that_keeps_killing_its_worker_is_given_up(company):
    job = ended(a_job(company, attempts=MAX_ATTEMPTS))
    assert job.status == JobStatus.FAILED
    assert f"stopped unexpectedly {MAX_ATTEMPTS} times" in job.error


def test_cancelling_a_waiting_job_ends_it(company):
    job = a_job(company)
    queue.cancel(job)
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    assert queue.why_not_cancel(job)


def test_cancelling_a_running_job_stops_it_at_its_next_step(company, monkeypatch):
    steps = []

    def long_work(job: Job, progress: Progress) -> None:
        for step in range(10):
            progress._saved_at = 0.0  # as if half a second had passed
            progress.advance(step, 10)
            steps.append(step)
            if step == 3:
                queue.cancel(Job.objects.get(pk=job.pk))

    work(monkeypatch, long_work)
    job = ended(a_job(company))
    assert (job.status, steps) == (JobStatus.CANCELLED_WHILE_RUNNING, [0, 1, 2, 3])


def test_progress_raises_for_a_cancelled_job(company):
    job = a_job(company, cancel_requested_at=timezone.now())
    with pytest.raises(JobCancelled):
        Progress(job).advance(1, 2)


def test_running_again_submits_the_same_work(company):
    job = a_job(company, status=JobStatus.FAILED, parameters={"ids": ["7"]})
    again = queue.run_again(job, by=a_user(company))
    assert again.is_new
    assert (again.job.kind, again.job.parameters) == (job.kind, {"ids": ["7"]})


def test_the_lease_uses_this_connection(company):
    job = a_job(company)
    with lease(job.pk), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype='advisory' AND objid=%s", [job.pk]
        )
        assert cursor.fetchone() == (1,)


def test_messages_of_waiting_jobs_do_not_pile_up_where_no_worker_is(company, notified, monkeypatch):
    jobs = [a_job(company, lane=str(number)) for number in range(3)]
    Job.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    monkeypatch.setattr(queue, "messages_waiting", lambda name: len(notified))
    for _ in range(5):
        sweep()
    assert notified == [job.pk for job in jobs]


def test_a_job_that_lost_its_worker_after_cancel_ends_and_is_not_begun_again(company, notified):
    job = a_job(company, status=JobStatus.PROCESSING, started_at=timezone.now())
    queue.cancel(job)
    sweep()
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED_WHILE_RUNNING
    assert job.finished_at is not None
    assert notified == []


def test_noting_a_failure_cannot_fail_whatever_is_in_it(company, monkeypatch):
    def fail(_job: Job, progress: Progress) -> None:
        progress.say("A name with \x00 and \ud800 in it.", is_error=True)
        raise JobFailed("The store said \x00.")

    monkeypatch.setattr("jobs.run_job.import_string", lambda _: fail)
    job = ended(a_job(company))
    assert (job.status, "\x00" in job.error) == (JobStatus.FAILED, False)
    assert job.log_lines.filter(is_error=True).count() == 2
