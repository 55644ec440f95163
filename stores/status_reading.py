"""Reading the order statuses of stores: once they are connected, and daily.

What the store must hear of refunds and cancellations is a status of its own, so nothing can be told
before its statuses are known: a fresh company must not have to think of Test Settings first.
"""

from contextlib import closing
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from jobs.queue import submit
from notices import board
from notices.models import Notice, NoticeKind
from settings.models import Company, StatusUploads, StoreConnection, WebsiteStatus
from stores.doubted_stores import Lane, asking
from stores.errors import StoreError
from stores.job_kinds import READ_STATUSES
from stores.known_statuses import remember_statuses
from stores.registry import open_store

DAILY = timedelta(hours=24)
# A store whose statuses were never read is asked again soon.
SOON = timedelta(minutes=10)

# What an unset status holds up, by the field of `StatusUploads`.
NEEDED = {"on_cancel": "cancellations", "on_full_refund": "refunds"}


def start_due_readings() -> None:
    """Submit a reading for every connected store that was not asked lately."""
    now = timezone.now()
    are_known = Exists(WebsiteStatus.objects.filter(connection=OuterRef("pk")))
    is_due = Q(statuses_asked_at=None) | Q(statuses_asked_at__lt=now - DAILY)
    is_due |= Q(~are_known, statuses_asked_at__lt=now - SOON)
    due = StoreConnection.objects.filter(is_due, company__is_active=True)
    for connection in due.select_related("company"):
        if connection.is_complete:
            submit(READ_STATUSES, connection.company)
            # Not saved as a person's change: the Change Log tells of those.
            StoreConnection.objects.filter(pk=connection.pk).update(statuses_asked_at=now)


def run_reading(job: Job, progress: Progress) -> None:
    """Read the statuses of the job's store. Raises `JobFailed` when it does not give them."""
    connection = job.company.connection
    try:
        with closing(open_store(connection)) as store, asking(job.company, store, Lane.JOBS):
            statuses = store.statuses()
    except StoreError as error:
        raise JobFailed(error.sentence) from error
    for sentence in remember_statuses(connection, statuses):
        progress.say(sentence, is_error=True)
        progress.count(failed=1)
    progress.advance(len(statuses), len(statuses))


def tell_of_unset_statuses() -> None:
    """Put up a notice where updates go to a store and a status that they need is not chosen."""
    told = set(
        Notice.objects.open()
        .filter(kind=NoticeKind.STATUSES_UNSET)
        .values_list("company_id", flat=True)
    )
    for uploads in _uploads_in_use():
        company = uploads.connection.company
        missing = [work for field, work in NEEDED.items() if not getattr(uploads, field)]
        if missing and company.pk not in told:
            _tell(company, missing)
        elif not missing and company.pk in told:
            board.take_down(company, NoticeKind.STATUSES_UNSET)


def _uploads_in_use() -> list[StatusUploads]:
    everywhere = StatusUploads.objects.filter(
        connection__company__is_active=True,
        connection__company__website_options__allow_tracking_upload=True,
    ).select_related("connection__company")
    return [uploads for uploads in everywhere if uploads.connection.is_complete]


def _tell(company: Company, missing: list[str]) -> None:
    board.put_up(
        company,
        NoticeKind.STATUSES_UNSET,
        f"The website does not hear of {' and '.join(missing)}: no status is chosen for them. "
        "Choose one under Order Statuses.",
        link=reverse("website_statuses", args=[company.pk]) + "?edit=1",
        count=1,
    )
