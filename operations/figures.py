"""Figures about the work, asked of the database alone: any machine gives the same answer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, Count, F, Max, Min
from django.utils import timezone

from jobs.kinds import QUEUES, kind_of
from jobs.models import Job, JobStatus
from orders.models import ImportCursor
from settings.models import Company
from stores.models import ChangeState, OutgoingChange

RECENT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLag:
    """How far a company's imports are behind. `lag` is None before the first good run."""

    company: Company
    lag: timedelta | None
    failures_in_a_row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits in a company's outbox in one state, and since when its oldest is there."""

    company: str
    company_id: int
    state: str
    count: int
    oldest: timedelta

    @property
    def state_label(self) -> str:
        """The state as people read it."""
        return ChangeState(self.state).label


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTimes:
    """Jobs of a kind that ended in the last 24 hours."""

    kind: str
    label: str
    status: str
    count: int
    average: timedelta
    longest: timedelta

    @property
    def status_label(self) -> str:
        """The status as people read it."""
        return JobStatus(self.status).label


def import_lags(now: datetime | None = None) -> Iterator[ImportLag]:
    """Every company that downloads orders."""
    now = now or timezone.now()
    for company in Company.objects.downloading().select_related("import_cursor"):
        cursor: ImportCursor | None = getattr(company, "import_cursor", None)
        succeeded_at = cursor.succeeded_at if cursor else None
        yield ImportLag(
            company=company,
            lag=now - succeeded_at if succeeded_at else None,
            failures_in_a_row=cursor.failures_in_a_row if cursor else 0,
        )


def backlogs(now: datetime | None = None) -> list[Backlog]:
    """What stores have not been told yet, by company and state."""
    now = now or timezone.now()
    rows = (
        OutgoingChange.objects.undelivered()
        .values("company__name", "company_id", "state")
        .annotate(count=Count("pk"), oldest=Min("created_at"))
        .order_by("company__name", "state")
    )
    return [
        Backlog(
            company=row["company__name"],
            company_id=row["company_id"],
            state=row["state"],
            count=row["count"],
            oldest=now - row["oldest"],
        )
        for row in rows
    ]


def stuck_by_kind() -> dict[str, int]:
    """Changes that wait for a person, by their kind."""
    stuck = OutgoingChange.objects.filter(state=ChangeState.STUCK)
    return dict(stuck.values_list("kind").annotate(count=Count("pk")).order_by())


def job_times(now: datetime | None = None) -> list[JobTimes]:
    """Jobs that ended lately, by kind and outcome."""
    since = (now or timezone.now()) - RECENT
    rows = (
        Job.objects.filter(finished_at__gte=since, started_at__isnull=False)
        .values("kind", "status")
        .annotate(
            count=Count("pk"),
            average=Avg(F("finished_at") - F("started_at")),
            longest=Max(F("finished_at") - F("started_at")),
        )
        .order_by("kind", "status")
    )
    return [JobTimes(label=kind_of(row["kind"]).label, **row) for row in rows]


def failures_by_reason() -> dict[tuple[str, str], int]:
    """Failed jobs of the last 24 hours by kind and the first sentence of their error, at most 20.

    Sentences of errors name no person; see `stores.errors`.
    """
    failed = Job.objects.filter(
        status=JobStatus.FAILED, finished_at__gte=timezone.now() - RECENT
    ).values_list("kind", "error")
    found = Counter((kind, error.partition(". ")[0][:120]) for kind, error in failed)
    return dict(found.most_common(20))


def waiting_by_queue() -> dict[str, int]:
    """How many jobs wait for a worker, by queue; every queue is named."""
    waiting = Job.objects.filter(status=JobStatus.SUBMITTED)
    found = dict.fromkeys(QUEUES, 0)
    for kind, count in waiting.values_list("kind").annotate(count=Count("pk")).order_by():
        found[kind_of(kind).queue] += count
    return found
