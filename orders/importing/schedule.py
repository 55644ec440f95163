"""When a company's website is asked for orders, and how an import is started."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from jobs.queue import Submission, submit
from orders.importing.import_scope import EVERYTHING_NEW, ImportScope
from orders.importing.intake.admission import AdmissionRules
from orders.importing.runs.failed_runs import note_runs_that_told_nothing
from orders.job_kinds import (
    ASK_STORE,
    IMPORT_ORDERS,
    PREVIEW_IMPORT,
    RECONCILE_ORDERS,
    WHAT_IF,
)
from orders.models import ImportCursor
from settings.models import Company

# The hour, by the company's clock, in which its orders are compared with the store's.
NIGHT_HOUR = 3
# How often at most, with room for a night that begins a little earlier.
NIGHTLY = timedelta(hours=20)
# How many days a comparison and What if look back.
DAYS_BACK = 30
LONGEST_WAIT = timedelta(hours=1)


def start_import(
    company: Company, scope: ImportScope = EVERYTHING_NEW, *, by: AbstractBaseUser | None = None
) -> Submission:
    """Submit an import of `scope`, or return the one that is on its way already."""
    return submit(IMPORT_ORDERS, company, by=by, parameters=scope.as_parameters())


def start_preview(company: Company, scope: ImportScope, *, by: AbstractBaseUser) -> Submission:
    """Submit a preview of such an import, or return the one that is on its way already."""
    return submit(PREVIEW_IMPORT, company, by=by, parameters=scope.as_parameters())


def ask_store(company: Company, number: str, *, by: AbstractBaseUser) -> Submission:
    """Ask the store what it has under an order number, and what an import would do with it."""
    scope = ImportScope(numbers=(number,))
    return submit(ASK_STORE, company, by=by, parameters=scope.as_parameters())


def start_reconciliation(
    company: Company, scope: ImportScope, *, by: AbstractBaseUser | None = None
) -> Submission:
    """Submit a comparison of the days of `scope` with the store."""
    return submit(RECONCILE_ORDERS, company, by=by, parameters=scope.as_parameters())


def start_what_if(company: Company, rules: AdmissionRules, *, by: AbstractBaseUser) -> Submission:
    """Submit the question what `rules` would do with the orders of the last days."""
    parameters = last_days(company).as_parameters() | {"rules": rules.as_parameters()}
    return submit(WHAT_IF, company, by=by, parameters=parameters)


def last_days(company: Company) -> ImportScope:
    """The last `DAYS_BACK` days and today, by the company's clock."""
    today = timezone.now().astimezone(company.zone).date()
    return ImportScope(days=(today - timedelta(days=DAYS_BACK), today))


def start_due_reconciliations() -> list[int]:
    """Submit the nightly comparison of every company whose night it is. Gives ids of new jobs."""
    now = timezone.now()
    started = []
    for company in Company.objects.downloading().select_related("connection", "import_cursor"):
        cursor: ImportCursor | None = getattr(company, "import_cursor", None)
        last = cursor.reconciled_at if cursor else None
        is_night = now.astimezone(company.zone).hour == NIGHT_HOUR
        is_due = last is None or now - last > NIGHTLY
        if is_night and is_due and company.connection.is_complete:
            submission = start_reconciliation(company, last_days(company))
            started += [submission.job.pk] if submission.is_new else []
    return started


def start_due_imports() -> list[int]:
    """Submit an import for every company whose time has come. Gives the ids of new jobs."""
    now = timezone.now()
    ImportCursor.bring_back_to(now)
    note_runs_that_told_nothing()
    downloading = Company.objects.downloading().select_related("connection", "import_cursor")
    submissions = [start_import(company) for company in downloading if next_run_at(company) <= now]
    return [submission.job.pk for submission in submissions if submission.is_new]


def next_run_at(company: Company) -> datetime:
    """When `company`'s next automatic import is due; far in the future when none can run.

    Every failure in a row doubles the wait, up to an hour. Nothing ever makes it endless: a store
    that comes back is found by itself.
    """
    connection = getattr(company, "connection", None)
    if connection is None or not connection.is_complete:
        return datetime.max.replace(tzinfo=timezone.get_default_timezone())
    cursor: ImportCursor | None = getattr(company, "import_cursor", None)
    if cursor is None or cursor.last_ended_at is None:
        return company.created_at
    return cursor.last_ended_at + wait(connection.minutes_between_runs, cursor.failures_in_a_row)


def wait(minutes_between_runs: int, failures_in_a_row: int) -> timedelta:
    """How long to wait after a run. Pure."""
    usual = timedelta(minutes=minutes_between_runs)
    doubled: timedelta = usual * 2 ** min(failures_in_a_row, 10)
    return max(usual, min(doubled, LONGEST_WAIT))
