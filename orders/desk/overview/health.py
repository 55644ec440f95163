"""How orders come in from each company's store, and how what it must hear goes out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, OuterRef, Q, Subquery

from jobs.models import Job
from orders.importing.schedule import next_run_at
from orders.job_kinds import IMPORT_ORDERS
from orders.models import Order
from settings.models import Company
from settings.models.company import CompanyQuerySet
from stores.models import ChangeState, OutgoingChange, StoreState


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyHealth:
    """Both ways of one company. `why_none` says why no run is planned; '' when one is.

    `waiting` and `stuck` count outgoing changes; `oldest_at` is when the oldest waiting one was
    posted.
    """

    company: Company
    last_order_at: datetime | None
    last_job: Job | None
    succeeded_at: datetime | None
    next_run_at: datetime | None
    why_none: str
    waiting: int
    stuck: int
    oldest_at: datetime | None
    store_state: StoreState | None


def health_of(companies: CompanyQuerySet) -> list[CompanyHealth]:
    """The health of `companies`; a fixed number of statements however many orders there are."""
    newest = Order.objects.filter(company=OuterRef("pk")).order_by("-placed_at")
    last_order_at = Subquery(newest.values("placed_at")[:1])
    chosen = list(
        companies.annotate(last_order_at=last_order_at).select_related(
            "connection", "website_options", "import_cursor", "store_state"
        )
    )
    jobs = Job.objects.filter(company__in=chosen, kind=IMPORT_ORDERS.name)
    newest_jobs = jobs.order_by("company_id", "-pk").distinct("company_id")
    last_jobs = {job.company_id: job for job in newest_jobs}
    outgoing = _outgoing(chosen)
    return [
        _health(company, last_jobs.get(company.pk), outgoing.get(company.pk, {}))
        for company in chosen
    ]


def _outgoing(companies: list[Company]) -> dict[int, dict[str, Any]]:
    is_waiting = Q(state__in=[ChangeState.WAITING, ChangeState.SENDING])
    changes = OutgoingChange.objects.filter(company__in=companies).undelivered()
    rows = (
        changes.order_by()
        .values("company")
        .annotate(
            waiting=Count("pk", filter=is_waiting),
            stuck=Count("pk", filter=Q(state=ChangeState.STUCK)),
            oldest_at=Min("created_at", filter=is_waiting),
        )
    )
    return {row["company"]: dict(row) for row in rows}


def _health(company: Company, job: Job | None, outgoing: dict[str, Any]) -> CompanyHealth:
    cursor: Any = getattr(company, "import_cursor", None)
    why_none = ""
    if not company.website_options.allow_order_download:
        why_none = "Allow Order Download is off"
    elif company.connection.has_unreadable_key:
        why_none = "The API Password cannot be read: type it again under Cart General"
    elif not company.connection.is_complete:
        why_none = "The connection is not complete"
    return CompanyHealth(
        company=company,
        last_order_at=getattr(company, "last_order_at", None),
        last_job=job,
        succeeded_at=cursor.succeeded_at if cursor else None,
        next_run_at=None if why_none else next_run_at(company),
        why_none=why_none,
        waiting=outgoing.get("waiting", 0),
        stuck=outgoing.get("stuck", 0),
        oldest_at=outgoing.get("oldest_at"),
        store_state=getattr(company, "store_state", None),
    )
