"""What a company keeps no longer, and removing it: a few hundred rows in each transaction.

Nothing here is needed to work on: an order keeps the fingerprint of its raw document, so that an
import after the removal still sees what is new and what is not.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.parts import in_parts
from invoices.models import IssuedDocument
from jobs import queue
from jobs.models import ACTIVE, Job
from notices.models import Notice
from orders.models import ItemCostUpload, Order, OrderDocument, RmaImport, TrackingImport
from orders.models.order import OPEN
from records.files import forget_file
from records.models import Retention
from settings.change_log import entries_of_company
from settings.models import Company
from shipping.models import MappingUpload

ROWS_AT_A_TIME = 500

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """One sort of thing that is kept. `days` names the field of `Retention` that says how long.

    `rows` gives those of a company that are older than a moment; `remove` takes some of them away
    by id, and does nothing to those that are gone.
    """

    key: str
    days: str
    rows: Callable[[Company, datetime], tuple[Rows, ...]]
    remove: Callable[[Rows], None]

    def due(self, company: Company, retention: Retention) -> tuple[Rows, ...]:
        """What of this drawer is to go now, by the tables that it lies in."""
        before = retention.before(self.days)
        return () if before is None else self.rows(company, before)


def due_now(company: Company) -> dict[str, int]:
    """How many rows of each drawer are to go now, by the name of the field that says so."""
    retention = Retention.of(company)
    return {
        rule.days: sum(rows.count() for rows in rule.due(company, retention))
        for rule in RETENTION_RULES
    }


def remove_due(company: Company) -> Iterator[tuple[str, int]]:
    """Remove what is to go; gives, part by part, the drawer's key and how many rows went."""
    retention = Retention.of(company)
    for rule in RETENTION_RULES:
        for rows in rule.due(company, retention):
            ids = list(rows.values_list("pk", flat=True))
            for some in in_parts(ids, ROWS_AT_A_TIME):
                # Asked again: what has become needed meanwhile stays.
                rule.remove(rows.filter(pk__in=some))
                yield rule.key, len(some)


def _raw_documents(company: Company, before: datetime) -> tuple[Rows, ...]:
    kept = OrderDocument.objects.kept().filter(order__company=company)
    return (kept.filter(order__refreshed_at__lt=before).exclude(order__order_status__in=OPEN),)


def _jobs(company: Company, before: datetime) -> tuple[Rows, ...]:
    return (Job.objects.filter(company=company).ended_before(before),)


def _uploads(company: Company, before: datetime) -> tuple[Rows, ...]:
    old = Q(company=company, uploaded_at__lt=before)
    at_work = Q(job__status__in=ACTIVE)
    return (
        TrackingImport.objects.filter(old).exclude(at_work | Q(check_job__status__in=ACTIVE)),
        RmaImport.objects.filter(old).exclude(at_work),
        RmaImport.objects.filter(old).exclude(job__status__in=ACTIVE),
        ItemCostUpload.objects.filter(old),
        MappingUpload.objects.filter(old),
    )


def _notices(company: Company, before: datetime) -> tuple[Rows, ...]:
    return (Notice.objects.filter(company=company, ended_at__lt=before),)


def _changes(company: Company, before: datetime) -> tuple[Rows, ...]:
    old = LogEntry.objects.filter(timestamp__lt=before)
    of_orders = old.filter(
        content_type=ContentType.objects.get_for_model(Order),
        object_id__in=Order.objects.for_company(company).values("pk"),
    )
    return (entries_of_company(company).filter(timestamp__lt=before), of_orders)


def _issued(company: Company, before: datetime) -> tuple[Rows, ...]:
    erased = IssuedDocument.objects.filter(company=company, order__erased_at__isnull=False)
    return (erased.filter(issued_on__lt=before.date()).exclude(file=""),)


def _delete(rows: Rows) -> None:
    rows.delete()


def _delete_jobs(rows: Rows) -> None:
    queue.delete(rows.values_list("pk", flat=True))


def _empty_documents(rows: Rows) -> None:
    rows.update(packed=None, removed_at=timezone.now())


def _forget_files(rows: Rows) -> None:
    for row in rows:
        forget_file(row)


RETENTION_RULES = (
    RetentionRule(
        key="raw_documents", days="raw_documents_days", rows=_raw_documents, remove=_empty_documents
    ),
    RetentionRule(key="jobs", days="jobs_days", rows=_jobs, remove=_delete_jobs),
    RetentionRule(key="uploads", days="uploads_days", rows=_uploads, remove=_delete),
    RetentionRule(key="notices", days="notices_days", rows=_notices, remove=_delete),
    RetentionRule(key="changes", days="change_log_days", rows=_changes, remove=_delete),
    RetentionRule(key="documents", days="tax_years", rows=_issued, remove=_forget_files),
)
