"""When a company's website is asked for orders."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job, JobStatus
from orders.importing.schedule import start_due_imports, start_import, wait
from orders.models import ImportCursor
from tests.factories import a_company, a_job, a_user

pytestmark = pytest.mark.django_db


def test_a_company_that_never_ran_is_due_at_once(company):
    assert len(start_due_imports()) == 1
    assert Job.objects.get().company == company


@pytest.mark.parametrize(
    "setting_up",
    [
        lambda: a_company(allow_order_download=False),
        lambda: a_company(allow_order_download=True, connected=False),
    ],
    ids=["download switched off", "connection incomplete"],
)
def test_a_company_that_does_not_download_is_left_alone(setting_up):
    setting_up()
    assert start_due_imports() == []


def test_an_inactive_company_is_left_alone(company):
    company.is_active = False
    company.save()
    assert start_due_imports() == []


@pytest.mark.parametrize(("minutes_ago", "is_due"), [(4, False), (6, True)])
def test_it_waits_the_companys_minutes_between_runs(company, minutes_ago, is_due):
    ended_at = timezone.now() - timedelta(minutes=minutes_ago)
    ImportCursor.objects.create(company=company, last_ended_at=ended_at)
    assert bool(start_due_imports()) == is_due


def test_two_beats_start_one_import(company):
    assert (len(start_due_imports()), len(start_due_imports())) == (1, 0)


def test_a_second_click_leads_to_the_job_of_the_first(company):
    first, second = start_import(company), start_import(company, by=a_user(company))
    assert (second.job, second.is_new) == (first.job, False)


def test_an_ended_import_makes_room_for_the_next(company):
    a_job(company, status=JobStatus.COMPLETED)
    assert start_import(company).is_new


@pytest.mark.parametrize(
    ("minutes", "failures", "expected"),
    [(5, 0, 5), (5, 1, 10), (5, 3, 40), (5, 4, 60), (5, 500, 60), (90, 3, 90)],
)
def test_failures_in_a_row_slow_down_but_never_switch_off(minutes, failures, expected):
    assert wait(minutes, failures) == timedelta(minutes=expected)
