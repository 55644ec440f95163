"""Where else a customer may be named: jobs and their files, uploads, logs, views, answers."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from core.packing import pack
from core.redaction import Redaction
from jobs.models import ACTIVE, Job, JobLogLine
from notices.models import Notice
from orders.models import (
    ApiAnswer,
    BulkItem,
    Order,
    OrderEvent,
    OrderNote,
    Refund,
    Rma,
    RmaImport,
    SavedView,
    TrackingImport,
)
from settings.models import Company

# What the Change Log tells of an order without telling who the customer was.
_HARMLESS_CHANGES = {
    *("order_status", "payment_status", "shipping_status", "store_status_name"),
    *("grand_total", "payment_method"),
}


def remove_traces(company: Company, redaction: Redaction) -> Iterator[int]:
    """Take the person out of everything beside the orders; gives how many rows, table by table."""
    yield _change_log(company)
    yield _jobs(company, redaction)
    yield _texts(JobLogLine.objects.filter(job__company=company), "message", redaction)
    yield _texts(BulkItem.objects.filter(order__company=company), "sentence", redaction)
    yield _texts(OrderNote.objects.filter(order__company=company), "text", redaction)
    yield _texts(OrderEvent.objects.filter(order__company=company), "message", redaction)
    yield _texts(Refund.objects.filter(order__company=company), "comment", redaction)
    yield _texts(Rma.objects.filter(order__company=company), "description", redaction)
    yield _texts(Notice.objects.filter(company=company), "message", redaction)
    yield _uploads(TrackingImport.objects.filter(company=company), redaction)
    yield _uploads(RmaImport.objects.filter(company=company), redaction)
    yield _answers(company, redaction)
    yield _views(company, redaction)


def _change_log(company: Company) -> int:
    """The Change Log of erased orders, whichever erasure they went with."""
    erased = Order.objects.for_company(company).filter(erased_at__isnull=False)
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Order), object_id__in=erased.values("pk")
    )
    number = 0
    for entry in entries.iterator():
        left = {
            name: values
            for name, values in (entry.changes or {}).items()
            if name in _HARMLESS_CHANGES
        }
        if left != entry.changes:
            entry.changes = left
            entry.save(update_fields=["changes"])
            number += 1
    return number


def _jobs(company: Company, redaction: Redaction) -> int:
    """Reports lose the words; files go: nobody can look into every PDF, and all can be made again.

    Jobs of several companies count at each of them.
    """
    number = 0
    mine = Q(company=company) | Q(other_companies=company)
    ended = Job.objects.filter(mine).exclude(status__in=ACTIVE).distinct()
    for job in ended.iterator(chunk_size=100):
        before = (job.subject, job.error, job.parameters, job.result)
        after = (
            redaction.text(job.subject),
            redaction.text(job.error),
            redaction.value(job.parameters),
            redaction.value(job.result),
        )
        if before == after and not job.result_file:
            continue
        job.subject, job.error, job.parameters, job.result = after
        if job.result_file:
            job.result_file.delete(save=False)
        job.result_size = 0
        job.save(
            update_fields=["subject", "error", "parameters", "result", "result_file", "result_size"]
        )
        number += 1
    return number


def _texts(rows: Any, column: str, redaction: Redaction) -> int:
    """The rows of a queryset whose text names the person lose that text's words."""
    named = Q(pk__in=[])
    for word in redaction.forms:
        named |= Q(**{f"{column}__icontains": word})
    number = 0
    for row in rows.filter(named):
        setattr(row, column, redaction.text(getattr(row, column)))
        row.save(update_fields=[column])
        number += 1
    return number


def _uploads(uploads: Any, redaction: Redaction) -> int:
    """Files of tracking numbers or RMAs: what people had in their columns."""
    number = 0
    for upload in uploads.iterator(chunk_size=1):
        lines, answers = upload.lines, upload.answers
        clean_lines, clean_answers = redaction.value(lines), redaction.value(answers)
        is_clean = clean_lines == [[*line] for line in lines] and clean_answers == answers
        if is_clean and upload.packed_file is None:
            continue
        upload.packed_file = None
        upload.packed_lines = pack({"lines": clean_lines})
        upload.packed_answers = pack({"answers": clean_answers}) if answers else None
        upload.save(update_fields=["packed_file", "packed_lines", "packed_answers"])
        number += 1
    return number


def _answers(company: Company, redaction: Redaction) -> int:
    number = 0
    for answer in ApiAnswer.objects.filter(token__company=company).iterator():
        clean = redaction.value(answer.answer)
        if clean != answer.answer:
            answer.answer = clean
            answer.save(update_fields=["answer"])
            number += 1
    return number


def _views(company: Company, redaction: Redaction) -> int:
    """Views that search for the person, of everybody who works for the company, are of no use."""
    owners = company.memberships.values("user")
    views = SavedView.objects.filter(Q(company=company) | Q(owner__in=owners))
    naming = [
        view.pk for view in views if redaction.finds(f"{view.name} {unquote_plus(view.query)}")
    ]
    deleted, _ = SavedView.objects.filter(pk__in=naming).delete()
    return deleted
