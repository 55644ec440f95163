"""What is kept of ended jobs, in which order waiting ones are done, and results as files."""

import codecs
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jobs import queue
from jobs.models import Job, JobPriority, JobStatus
from orders.job_kinds import IMPORT_ORDERS
from stores.job_kinds import TEST_SETTINGS
from tests.factories import a_job, a_user

pytestmark = pytest.mark.django_db


def an_ended_job(company, *, days_ago: int, **columns) -> Job:
    columns = {"status": JobStatus.COMPLETED, "counts": {"created": 1}, **columns}
    ended = timezone.now() - timedelta(days=days_ago)
    return a_job(company, finished_at=ended, **columns)


def kept() -> set[int]:
    return set(Job.objects.values_list("pk", flat=True))


def test_automatic_runs_without_news_go_sooner(company, settings):
    settings.QUIET_JOBS_KEPT_DAYS = 2
    quiet = an_ended_job(company, days_ago=3, counts={"unchanged": 5, "skipped": 2})
    an_ended_job(company, days_ago=3)
    an_ended_job(company, days_ago=3, counts={}, status=JobStatus.FAILED)
    an_ended_job(company, days_ago=3, counts={}, submitted_by=a_user(company))
    an_ended_job(company, days_ago=1, counts={})
    assert queue.prune() == 1
    assert quiet.pk not in kept()


def test_what_somebody_waits_for_goes_before_the_schedule(company):
    assert queue.submit(IMPORT_ORDERS, company).job.priority == JobPriority.NORMAL
    by_hand = queue.submit(TEST_SETTINGS, company, by=a_user(company)).job
    assert by_hand.priority == JobPriority.HIGH
    Job.objects.update(submitted_at=timezone.now() - timedelta(minutes=1))
    assert queue.waiting_too_long()[0] == by_hand.pk


def test_a_waiting_job_can_be_given_another_priority(
    staff, company, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr("core.notifying.current_app.send_task", lambda *_, **how: told.append(how))
    job = a_job(company)
    with django_capture_on_commit_callbacks(execute=True):
        staff.post(reverse("job_priority", args=[job.pk]), {"priority": "3"})
    job.refresh_from_db()
    assert (job.priority, told[0]["priority"]) == (JobPriority.CRITICAL, 0)
    answer = staff.post(reverse("job_priority", args=[job.pk]), {"priority": "7"}, follow=True)
    assert "Choose one of the priorities in the list." in answer.content.decode()


def test_a_result_is_downloaded_without_formulas(staff, company):
    rows = [{"number": "1", "sentence": "=1+1"}, {"number": "2", "sentence": None}]
    job = a_job(company, result={"rows": rows})
    answer = staff.get(reverse("job_result", args=[job.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="job-{job.pk}.csv"'
    assert answer.content.startswith(codecs.BOM_UTF8), "else accents break"
    assert answer.content.decode("utf-8-sig").splitlines() == ["number,sentence", "1,'=1+1", "2,"]
    assert reverse("job_result", args=[job.pk]) in (
        staff.get(reverse("job_detail", args=[job.pk])).content.decode()
    )


def test_jobs_are_filtered_by_type(staff, company):
    a_job(company)
    other = a_job(company, kind="test_settings")
    page = staff.get(reverse("job_list"), {"kind": "test_settings"}).context["page"]
    assert [job.pk for job in page] == [other.pk]
