"""One measurement of printing, in a process of its own: python -m bench.invoice_run WHAT ORDERS.

WHAT is load, ours or plain, on one database in this order.
"""

import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

from invoices.job_kinds import PRINT_INVOICES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from bench.invoice_orders import mixed_orders  # noqa: E402
from core.parts import in_parts  # noqa: E402
from invoices.delivering.jobs import parameters  # noqa: E402
from invoices.document import DocumentKind  # noqa: E402
from invoices.drawing.renderers import standard_invoice  # noqa: E402
from invoices.drawing.sheet import sheet_of  # noqa: E402
from invoices.issuing.issuing import document_of  # noqa: E402
from invoices.models import IssuedDocument  # noqa: E402
from jobs.models import Job, JobStatus  # noqa: E402
from jobs.run_job import run_job  # noqa: E402
from orders.importing.intake import receive  # noqa: E402
from orders.models import Order, Refund, RefundLine  # noqa: E402
from settings.companies import create_company  # noqa: E402
from settings.models import Company  # noqa: E402

MEGABYTE = 2**20


def load(orders: int) -> dict[str, Any]:
    """A company with that many orders; one in twenty had a refund."""
    company = create_company("Bench")
    company.address1, company.city, company.country = "Pier 4", "Hamburg", "DE"
    company.save()
    User.objects.create_superuser("bench")
    for part in in_parts(list(mixed_orders(orders)), 500):
        receive(company, part)
    for order in Order.objects.order_by("pk")[::20]:
        amount = min(order.grand_total, Decimal("5.00"))
        refund = Refund.objects.create(
            order=order, reason="Damaged", items_amount=amount, total=amount
        )
        RefundLine.objects.create(
            refund=refund, line=order.lines.all()[0], quantity=1, amount=amount
        )
    return {"orders": Order.objects.count()}


def ours(orders: int) -> dict[str, Any]:
    """The job that prints them for the first time, and the same job once more."""
    with tempfile.TemporaryDirectory() as folder:
        django_settings.MEDIA_ROOT = folder
        first = _print(orders)
        size = sum(row.size for row in IssuedDocument.objects.only("size"))
        again = _print(orders)
    return {
        **first,
        "again": again["seconds"],
        "documents": size / MEGABYTE,
        "statements_again": again["statements"],
    }


def _print(orders: int) -> dict[str, Any]:
    company = Company.objects.get()
    ids = list(Order.objects.order_by("pk").values_list("pk", flat=True)[:orders])
    job = Job.objects.create(
        kind=PRINT_INVOICES.name,
        company=company,
        submitted_by=User.objects.get(),
        parameters=parameters(ids, DocumentKind.INVOICE, as_zip=False),
    )
    counted = _Count()
    with watched_memory() as memory, watched_progress(job.pk) as progress:
        begun, cpu = time.perf_counter(), _cpu()
        with connection.execute_wrapper(counted):
            run_job(job.pk)
        seconds, cpu = time.perf_counter() - begun, _cpu() - cpu
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED, (job.status, job.error, job.result)
    assert job.counts == {"printed": orders}, job.counts
    return {
        "seconds": seconds,
        "cpu": cpu,
        "statements": counted.statements,
        "memory": memory["peak"] / MEGABYTE,
        "first_progress": progress.get("at", seconds) - begun if progress else seconds,
        "file": job.result_size / MEGABYTE,
    }


def plain(orders: int) -> dict[str, Any]:
    """WeasyPrint alone for the same pages: texts ready beforehand, fonts and style sheet shared."""
    rows = IssuedDocument.objects.order_by("pk")[:orders]
    pages = [standard_invoice.to_html(sheet_of(document_of(row))) for row in rows]
    fonts = FontConfiguration()
    style = CSS(string=standard_invoice.css(), font_config=fonts)
    begun, cpu = time.perf_counter(), _cpu()
    for page in pages:
        HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)
    return {"seconds": time.perf_counter() - begun, "cpu": _cpu() - cpu}


class _Count:
    """Counts the statements that pass."""

    statements = 0

    def __call__(self, execute, sql, params, many, context):
        self.statements += 1
        return execute(sql, params, many, context)


@contextmanager
def watched_memory() -> Iterator[dict[str, int]]:
    """`peak`: the most bytes that this process and its children held at once.

    Pages that several of them share, such as libraries and font files, are counted once.
    """
    found = {"peak": 0}

    def look() -> None:
        held = sum(map(_held_by, [os.getpid(), *_children(os.getpid())]))
        found["peak"] = max(found["peak"], held)

    with _every(0.5, look):
        yield found


def _held_by(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended in between
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@contextmanager
def watched_progress(job_id: int) -> Iterator[dict[str, float]]:
    """`at`: when somebody else's connection first saw that documents of the job are done."""
    found: dict[str, float] = {}

    def look() -> None:
        if not found and Job.objects.filter(pk=job_id, progress_done__gt=0).exists():
            found["at"] = time.perf_counter()

    with _every(0.02, look):
        yield found


@contextmanager
def _every(seconds: float, look: Any) -> Iterator[None]:
    ended = threading.Event()

    def watch() -> None:
        try:
            while not ended.wait(seconds):
                look()
        finally:
            connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *_children(child)]
    return found


def _cpu() -> float:
    """CPU seconds of this thread (others only watch) and of the children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.thread_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    print(json.dumps({"load": load, "ours": ours, "plain": plain}[sys.argv[1]](int(sys.argv[2]))))
