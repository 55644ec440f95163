"""One measured import in a process of its own: python -m bench.importers ours|floor|plain URL.

Prints one line of JSON: seconds, CPU seconds, peak memory (MiB), queries and orders.
"""

import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402

from core.packing import pack  # noqa: E402
from cscart_connector.cscart.client import CsCartClient, Login  # noqa: E402
from cscart_connector.cscart.store import CsCartStore  # noqa: E402
from jobs.models import Job  # noqa: E402
from jobs.run_job import run_job  # noqa: E402
from orders.importing.intake import IncomingOrder, order_rows  # noqa: E402
from orders.importing.intake.order_statuses import first_statuses  # noqa: E402
from orders.models import EventKind, Order, OrderDocument, OrderEvent  # noqa: E402
from settings.companies import create_company  # noqa: E402
from settings.models import Company, StoreType  # noqa: E402


def a_company(url: str) -> Company:
    """The company of this database, connected to the store at `url`; made when there is none."""
    company = Company.objects.first() or create_company("Bench")
    link = company.connection
    link.store_type, link.plugin, link.store_url = StoreType.CUSTOM, "CsCart", url
    link.api_email, link.api_key = "admin@example.com", "k" * 32
    link.save()
    options = company.website_options
    options.allow_order_download = options.allow_unpaid_orders = True
    options.allow_download_shipped_orders = True
    options.save()
    return company


def ours(company: Company) -> None:
    """The import as a worker does it."""
    job = Job.objects.create(kind="import_orders", company=company)
    run_job(job.pk)
    job.refresh_from_db()
    if job.status != "completed":
        raise SystemExit(f"The import ended {job.status}: {job.error}")


def floor(company: Company) -> None:
    """The requests of a recorded import, at its parallelism, parsed and thrown away."""
    paths = json.loads(Path(sys.argv[3]).read_text())
    link = company.connection
    client = CsCartClient(
        Login(base_url=link.store_url, email=link.api_email, api_key=link.api_key),
        connections=link.parallel_requests,
    )
    lists = [path for path in paths if "/orders/" not in path]
    details = [path for path in paths if "/orders/" in path]
    for path in lists:
        _read(client, path)
    with ThreadPoolExecutor(link.parallel_requests) as pool:
        for _ in pool.map(lambda path: _read(client, path), details):
            pass


def _read(client: CsCartClient, path: str) -> None:
    # Plain requests and json, without what our client adds: checks, scrubbing, retries.
    response = client._session.get(f"{client._login.base_url}{path}", timeout=60)
    json.loads(response.content)


def plain(company: Company) -> None:
    """A yardstick: page after page, order by order, row by row through the ORM."""
    store = CsCartStore(company.connection)
    for page in store.all_orders(store.abilities()):
        numbers = [row.store_order_id for row in page.rows if row.order is None]
        whole = [row.order for row in page.rows if row.order is not None]
        for order in [*whole, *store.fetch_orders(numbers)]:
            _save(company, IncomingOrder.of(order))


def _save(company: Company, incoming: IncomingOrder) -> None:
    known = Order.objects.filter(company=company, store_order_id=incoming.key).first()
    if known is not None:
        return
    columns = order_rows.order_facts(incoming, company.currency)
    statuses = first_statuses(incoming.order)
    with transaction.atomic():
        order = Order(company=company, store_order_id=incoming.key, **columns)
        order.order_status, order.payment_status = statuses.order, statuses.payment
        order.shipping_status, order.refreshed_at = statuses.shipping, columns["placed_at"]
        order.save()
        makers = (
            order_rows.line_rows,
            order_rows.address_rows,
            order_rows.shipping_group_rows,
            order_rows.tax_rows,
        )
        for rows in makers:
            for row in rows(order, incoming.order):
                row.save()
        OrderDocument(order=order, packed=pack(incoming.order.document)).save()
        OrderEvent(order=order, kind=EventKind.IMPORTED, message="Imported.").save()


class Counter:
    """Counts statements and, apart, those that write orders."""

    def __init__(self) -> None:
        self.statements = self.writes = 0

    def __call__(self, execute, sql, params, many, context):
        self.statements += 1
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        self.writes += writes and '"orders_' in sql and '"orders_importcursor"' not in sql
        return execute(sql, params, many, context)


def main() -> None:
    """Measure one import."""
    what, url = sys.argv[1], sys.argv[2]
    company = a_company(url)
    counter = Counter()
    begun, cpu_before = time.monotonic(), time.process_time()
    with connection.execute_wrapper(counter):
        {"ours": ours, "floor": floor, "plain": plain}[what](company)
    seconds, cpu = time.monotonic() - begun, time.process_time() - cpu_before
    result = {
        "seconds": seconds,
        "cpu": cpu,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "queries": counter.statements,
        "writes": counter.writes,
        "orders": Order.objects.count(),
    }
    assert urlsplit(url).hostname == "127.0.0.1"
    print(json.dumps(result))


if __name__ == "__main__":
    main()
