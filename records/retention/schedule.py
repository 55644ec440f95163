"""When what is kept no longer is removed: once a day at each company."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max
from django.utils import timezone

from jobs.models import Job
from jobs.queue import Submission, submit
from records.job_kinds import REMOVE_OLD_DATA
from settings.models import Company

# With room for a day that begins a little earlier.
DAILY = timedelta(hours=23)


def start_removal(company: Company, *, by: AbstractBaseUser | None = None) -> Submission:
    """Submit a removal, or return the one that is on its way already."""
    return submit(REMOVE_OLD_DATA, company, by=by)


def start_due_removals() -> list[int]:
    """Submit a removal for every company that had none today. Gives the ids of new jobs."""
    earlier = Job.objects.filter(kind=REMOVE_OLD_DATA.name, company__isnull=False)
    newest = dict(earlier.values_list("company").annotate(Max("submitted_at")).order_by())
    before = timezone.now() - DAILY
    due = [
        company
        for company in Company.objects.all()
        if company.pk not in newest or newest[company.pk] < before
    ]
    submissions = [start_removal(company) for company in due]
    return [submission.job.pk for submission in submissions if submission.is_new]
