"""Imports that ended by a fault of ours: the next run waits longer, and people are told."""

from django.db.models import F, Q
from django.urls import reverse

from jobs.models import Job, JobStatus
from notices import board
from notices.models import NoticeKind
from orders.importing.import_scope import EVERYTHING_NEW
from orders.job_kinds import IMPORT_ORDERS
from orders.models import ImportCursor
from settings.models import Company

# So many runs in a row that an error of ours stopped, and people are told.
UNEXPECTED_BEFORE_NOTICE = 3


def note_unexpected(job: Job) -> None:
    """Wait longer after an error of ours too; tell people when it is no passing one."""
    cursor = ImportCursor.of(job.company)
    cursor.note_failure()
    if cursor.failures_in_a_row >= UNEXPECTED_BEFORE_NOTICE:
        board.put_up(
            job.company,
            NoticeKind.IMPORTS_FAILING,
            f"An unexpected error stopped the last {cursor.failures_in_a_row} imports. Its details "
            "are in the worker's log: show them to who looks after this installation.",
            link=reverse("job_detail", args=[job.pk]),
        )


def note_runs_that_told_nothing() -> None:
    """Count the failed imports whose end their worker could not note any more.

    It was killed again and again, for example because memory ran out. A run that noted its end did
    so after it had begun.
    """
    companies = Company.objects.downloading()
    imports = Job.objects.filter(
        company__in=companies, kind=IMPORT_ORDERS.name, parameters=EVERYTHING_NEW.as_parameters()
    )
    newest = imports.order_by("company_id", "-pk").distinct("company_id").values("pk")
    is_untold = Q(company__import_cursor__last_ended_at=None) | Q(
        company__import_cursor__last_ended_at__lt=F("started_at")
    )
    untold = Job.objects.filter(is_untold, pk__in=newest, status=JobStatus.FAILED)
    for job in untold.select_related("company"):
        note_unexpected(job)
