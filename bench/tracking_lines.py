"""Our side of `bench.tracking_file`, in a process of its own: python -m bench.tracking_lines URL N.

The floor writes the same rows as the import does, ready-made, with the same batches.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.tracking_run import Count, a_company  # sets Django up

# isort: split
from django.contrib.auth.models import User
from django.db import connection, transaction

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.fulfilment.tracking_files.ship_rows import ROWS_PER_BATCH
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.importing.intake import receive
from orders.job_kinds import CHECK_TRACKING, IMPORT_TRACKING
from orders.models import Order, OrderEvent, OrderLine, Package, PackageLine, TrackingImport
from settings.models import Company
from stores import outbox
from stores.models import OutgoingChange
from stores.registry import open_store
from uploads.keeping import keep_upload


def clone(company: Company, number: int) -> None:
    """Copies of the company's only order, with its lines, until it has `number`."""
    (first,) = Order.objects.for_company(company)
    lines = list(first.lines.all())
    copies = []
    for place in range(2, number + 1):
        copy = Order.objects.get(pk=first.pk) if place == 2 else _copy_of(copies[0])
        copy.pk, copy.store_order_id, copy._state.adding = None, f"{1_000 + place}", True
        copies.append(copy)
    made = Order.objects.bulk_create(copies, batch_size=2_000)
    OrderLine.objects.bulk_create(
        (_line_of(line, order) for order in made for line in lines), batch_size=2_000
    )


def _copy_of(order: Order) -> Order:
    names = [field.attname for field in Order._meta.concrete_fields]
    return Order(**{name: getattr(order, name) for name in names})


def _line_of(line: OrderLine, order: Order) -> OrderLine:
    names = [field.attname for field in OrderLine._meta.concrete_fields]
    values = {name: getattr(line, name) for name in names}
    return OrderLine(**{**values, "id": None, "order_id": order.pk})


def a_file(company: Company) -> bytes:
    """A line for each order: its number, a carrier, a tracking number."""
    numbers = Order.objects.for_company(company).values_list("store_order_id", flat=True)
    lines = (f"{number},UPS,1Z{int(number):014}" for number in numbers)
    return "\n".join(["Order Number,Carrier,Tracking", *lines]).encode()


def measured(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """What `work` gives; its seconds and statements."""
    statements, begun = Count(), time.perf_counter()
    with connection.execute_wrapper(statements):
        result = work()
    return result, {"seconds": time.perf_counter() - begun, "statements": statements.count}


def a_job(kind: str, upload: TrackingImport, by: User) -> None:
    """Run one job of the upload to its end."""
    job = Job.objects.create(
        kind=kind,
        company=upload.company,
        submitted_by=by,
        parameters={"tracking_import": upload.pk},
    )
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED, f"{job.status}: {Job.objects.get(pk=job.pk).error}"


def floor(copies: dict[type[Any], list[Any]]) -> float:
    """Seconds for writing the rows of packages, their lines, events and outgoing changes again."""
    packages = copies[Package]
    begun = time.perf_counter()
    for start in range(0, len(packages), ROWS_PER_BATCH):
        with transaction.atomic():
            for model, rows in copies.items():
                model.objects.bulk_create(_share(rows, start, len(packages)))
    return time.perf_counter() - begun


def _share(rows: list[Any], start: int, packages: int) -> list[Any]:
    each = len(rows) / packages
    return rows[int(start * each) : int((start + ROWS_PER_BATCH) * each)]


def main() -> None:
    """Make the orders, upload, look through, import, and measure each."""
    url, lines = sys.argv[1], int(sys.argv[2])
    outbox.notify_after_commit = lambda _company_id: None  # nobody listens here
    company = a_company(url, 1)
    adapter = open_store(company.connection)
    receive(company, list(adapter.look_at(["1"])))
    adapter.close()
    clone(company, lines)
    by = User.objects.create_superuser("bench")
    content = a_file(company)
    upload, found_upload = measured(
        lambda: keep_upload(TRACKING_FILES, company, content, name="labels.csv", by=by)
    )
    _, found_check = measured(lambda: a_job(CHECK_TRACKING.name, upload, by))
    _, found_ship = measured(lambda: a_job(IMPORT_TRACKING.name, upload, by))
    shipped = Package.objects.ship_confirmed().count()
    assert shipped == lines, f"{shipped} of {lines} were shipped"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    written = (Package, PackageLine, OrderEvent, OutgoingChange)
    copies = {model: list(model._default_manager.order_by("pk")) for model in written}
    for model in (OutgoingChange, OrderEvent, PackageLine, Package):
        model._default_manager.all().delete()
    print(
        json.dumps(
            {
                "upload": found_upload,
                "check": found_check,
                "ship": found_ship,
                "floor": floor(copies),
                "memory": memory,
            }
        )
    )


if __name__ == "__main__":
    main()
