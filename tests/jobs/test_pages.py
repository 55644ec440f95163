"""Manage Queued Jobs."""

import pytest
from django.urls import reverse

from jobs.models import Job, JobLogLine, JobStatus
from tests.factories import a_company, a_job

POLLS = 'hx-trigger="every'


def detail(job: Job, suffix: str = "") -> str:
    return reverse("job_detail", args=[job.pk]) + suffix


@pytest.mark.parametrize(("status", "polls"), [("processing", True), ("completed", False)])
def test_pages_poll_only_while_a_job_is_active(staff, company, status, polls):
    job = a_job(company, status=status)
    for page in (reverse("job_list"), detail(job)):
        assert (POLLS in staff.get(page).content.decode()) == polls


def test_counts_are_shown_in_words_and_in_order(staff, company):
    counts = {"failed": 1, "created": 7, "found": 9, "skipped_unpaid": 1}
    job = a_job(company, status=JobStatus.PARTIAL_SUCCESS, counts=counts)
    assert staff.get(detail(job)).context["counts"] == [
        ("Found", 9),
        ("Created", 7),
        ("– unpaid", 1),
        ("Failed", 1),
    ]


def test_the_log_can_be_narrowed_to_errors(staff, company):
    job = a_job(company)
    JobLogLine.objects.create(job=job, message="all is well")
    JobLogLine.objects.create(job=job, message="order 7 is odd", is_error=True)
    assert [line.message for line in staff.get(detail(job, "?errors=1")).context["log_lines"]] == [
        "order 7 is odd"
    ]


def test_cancelling_from_the_page(staff, company):
    job = a_job(company)
    staff.post(reverse("job_cancellation", args=[job.pk]))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_running_again_from_the_page_leads_to_the_new_job(staff, company):
    job = a_job(company, status=JobStatus.FAILED)
    answer = staff.post(reverse("job_rerun", args=[job.pk]))
    assert answer.url == detail(Job.objects.exclude(pk=job.pk).get())


@pytest.mark.parametrize("name", ["job_cancellation", "job_rerun"])
def test_changes_need_a_post(staff, company, name):
    assert staff.get(reverse(name, args=[a_job(company).pk])).status_code == 405


def test_jobs_of_other_companies_are_not_there(staff):
    job = a_job(a_company())
    assert staff.get(detail(job)).status_code == 404
    assert staff.post(reverse("job_cancellation", args=[job.pk])).status_code == 404
    assert list(staff.get(reverse("job_list")).context["page"]) == []
