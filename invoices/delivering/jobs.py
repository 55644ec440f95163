"""Jobs: printing many orders into one file, e-mailing many invoices."""

from collections.abc import Iterator, Mapping
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File

from invoices.delivering.emails import queue_email, send_waiting
from invoices.delivering.merging import merge, pack
from invoices.delivering.print_many import PrintBatch, PrintedDocument, PrintFailures, print_many
from invoices.delivering.printing import CannotPrint
from invoices.document import DocumentKind
from invoices.drawing.pdf_workers import PdfWorkers, worker_count
from jobs.files import keep_file
from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.models import Order

_FILE_NAMES = {DocumentKind.INVOICE: "invoices", DocumentKind.PACKING_SLIP: "packing-slips"}


def parameters(order_ids: list[int], kind: DocumentKind, *, as_zip: bool) -> dict[str, Any]:
    """What a print job is told."""
    return {"orders": order_ids, "document": kind.value, "as_zip": as_zip}


def run_printing(job: Job, progress: Progress) -> None:
    """Print the job's orders into one file, in the order in which the job names them."""
    kind = DocumentKind(job.parameters.get("document", DocumentKind.INVOICE.value))
    order_ids = _orders_of(job)
    if not order_ids:
        raise JobFailed("None of these orders is here any more.")
    progress.advance(0, len(order_ids))
    progress.save()
    batch = PrintBatch(
        company=job.company,
        order_ids=order_ids,
        kind=kind,
        by=job.submitted_by,
        advance=lambda done: progress.advance(done, len(order_ids)),
    )
    with PdfWorkers[int](worker_count()) as workers, TemporaryFile() as file:
        printed = _counted(print_many(batch, workers), progress)
        ending = _write(printed, job.parameters, file, progress)
        progress.count(failed=len(batch.failures))
        _tell(progress, job, batch.failures)
        if progress.counts["printed"]:
            keep_file(job, f"{_FILE_NAMES[kind]}-{job.pk}.{ending}", File(file))


def run_mailing(job: Job, progress: Progress) -> None:
    """Write the job's orders down for e-mailing, then send every waiting e-mail of the company."""
    orders = Order.objects.in_bulk(_orders_of(job))
    failures: PrintFailures = {}
    for place, order in enumerate(orders.values(), start=1):
        try:
            queue_email(order, by=job.submitted_by, job=job)
        except CannotPrint as reason:
            failures[order.pk] = str(reason)
        progress.advance(place, 2 * len(orders))
    progress.count(failed=len(failures))
    _tell(progress, job, failures)
    send_waiting(job.company, progress)


def _orders_of(job: Job) -> list[int]:
    wanted = [int(pk) for pk in job.parameters.get("orders", [])]
    here = Order.objects.for_company(job.company).filter(pk__in=wanted)
    known = set(here.values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(wanted) if pk in known]


def _counted(printed: Iterator[PrintedDocument], progress: Progress) -> Iterator[PrintedDocument]:
    for document in printed:
        progress.count(printed=1)
        yield document


def _write(
    printed: Iterator[PrintedDocument],
    parameters: Mapping[str, Any],
    file: IO[bytes],
    progress: Progress,
) -> str:
    """Write all documents into `file`; the ending of its name."""
    if parameters.get("as_zip"):
        pack(((document.name, document.content) for document in printed), file)
        return "zip"
    if without_xml := merge(((each.title, each.content) for each in printed), file):
        progress.say(
            f"The joined PDF is for paper: it carries no XML of its {without_xml} e-invoices. "
            "Print them as a ZIP to keep the XML."
        )
    return "pdf"


def _tell(progress: Progress, job: Job, failures: PrintFailures) -> None:
    for order_id, sentence in failures.items():
        progress.say(f"Order {order_id}: {sentence}", is_error=True)
    job.result = {"rows": [{"Order ID": pk, "Why not": text} for pk, text in failures.items()]}
    job.save(update_fields=["result"])
