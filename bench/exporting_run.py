"""One export, or one bulk action, of the loaded desk: python -m bench.exporting_run KIND ORDERS."""

import json
import os
import resource
import sys
import tempfile
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402

from jobs.models import Job  # noqa: E402
from jobs.progress import Progress  # noqa: E402
from orders.desk.bulk.bulk_job import run_bulk  # noqa: E402
from orders.desk.bulk.selection import Selection  # noqa: E402
from orders.desk.exporting.columns import ORDER_COLUMNS  # noqa: E402
from orders.desk.exporting.export_job import run_export  # noqa: E402
from orders.models import Order  # noqa: E402
from settings.models import Company  # noqa: E402

FORMATS = ("csv", "xlsx")


def main() -> None:
    """Run it and print seconds, rows, size of the file and the process's highest memory."""
    kind, orders = sys.argv[1], int(sys.argv[2])
    ids = Order.objects.order_by("-pk").values_list("pk", flat=True)[:orders]
    everything = orders >= Order.objects.count()
    selection = Selection(is_all=True) if everything else Selection(ids=tuple(ids))
    first, *others = Company.objects.order_by("pk")
    job = Job.objects.create(
        kind=kind,
        lane=str(orders),
        company=first,
        submitted_by=User.objects.get(username="bench"),
        parameters={
            **{"selection": selection.as_parameters(), "format": kind, "rows": "orders"},
            **{"columns": [column.key for column in ORDER_COLUMNS]},
            **{"action": "note", "answers": {"kind": "general", "text": "Measured."}},
        },
    )
    job.other_companies.set(others)
    with tempfile.TemporaryDirectory() as folder:
        django_settings.MEDIA_ROOT = folder
        begun, progress = time.perf_counter(), Progress(job)
        (run_export if kind in FORMATS else run_bulk)(job, progress)
        seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = progress.counts["rows"] + progress.counts["done"]
    print(
        json.dumps({"seconds": seconds, "rows": rows, "bytes": job.result_size, "memory": memory})
    )


if __name__ == "__main__":
    main()
