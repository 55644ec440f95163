"""What the version of commit bba163c left in database and broker is still understood.

The lists are that version's, and stay: what is queued when people upgrade has these names.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from cscart_connector.celery import app as celery_app
from jobs.kinds import all_kinds
from jobs.models import Job, JobStatus
from jobs.tasks import run
from orders.desk.bulk.actions import ACTIONS
from orders.models import Order, Package
from stores.models import ChangeState, OutgoingChange
from stores.tasks import deliver
from tests.factories import (
    PAID,
    SHIPPED,
    a_company,
    a_job,
    a_package,
    a_store_order,
    a_user,
    an_order,
)
from tests.fakes import FakeStore
from tests.operations.conftest import CHECKOUT, database_url

TASKS = {
    "invoices.tasks.send_waiting_mails",
    "jobs.tasks.prune",
    "jobs.tasks.run",
    "jobs.tasks.sweep",
    "notices.tasks.send_alerts",
    "operations.tasks.beat_heart",
    "orders.tasks.import_due_companies",
    "orders.tasks.listen_for_silence",
    "orders.tasks.reconcile_by_night",
    "records.tasks.remove_old_data",
    "stores.tasks.deliver",
    "stores.tasks.sweep",
}
JOB_KINDS = {
    "apply_mapping",
    "ask_store",
    "bulk_orders",
    "check_tracking",
    "email_invoices",
    "erase_customer",
    "export_customer",
    "export_orders",
    "import_orders",
    "import_rmas",
    "import_tracking",
    "preview_import",
    "print_invoices",
    "read_methods",
    "reconcile_orders",
    "remove_old_data",
    "replay_orders",
    "test_settings",
    "what_if",
}
BULK_ACTIONS = {
    "allow_unpaid",
    "completed",
    "email_invoices",
    "export",
    "in_process",
    "invoice_not_printed",
    "invoice_printed",
    "not_rush",
    "note",
    "on_hold",
    "print_invoices",
    "print_invoices_zip",
    "print_packing_slips",
    "problem_order",
    "reopen",
    "rush",
    "ship_orders",
    "ship_without_tracking",
    "void",
    "wait_until_paid",
}
# Browser tests set it for this whole process.
_ASYNC = "DJANGO_ALLOW_ASYNC_UNSAFE"
SELECTION: dict[str, Any] = {"ids": [], "query": "", "is_all": True, "but": []}


def test_queued_tasks_are_still_known(db):
    celery_app.loader.import_default_modules()
    assert set(celery_app.tasks) >= TASKS


def test_queued_jobs_are_still_known():
    assert {kind.name for kind in all_kinds()} >= JOB_KINDS


def test_queued_bulk_actions_are_still_known():
    assert {action.key for action in ACTIONS} >= BULK_ACTIONS


@pytest.fixture
def store(fake_store: FakeStore) -> FakeStore:
    fake_store.listed_statuses = [PAID, SHIPPED]
    for number in ("97", "98"):
        fake_store.put(a_store_order(number))
    return fake_store


@pytest.fixture
def order(store: FakeStore, db: None) -> Order:
    return an_order(a_company(allow_order_download=True, allow_tracking_upload=True), "97")


def run_queued(order: Order, kind: str, parameters: dict[str, Any]) -> Job:
    """Run a job as the old version queued it."""
    by = a_user(order.company)
    job = a_job(order.company, kind=kind, parameters=parameters, submitted_by=by)
    run(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("import_orders", {"anew": True}),
        ("import_orders", {"numbers": ["98"]}),
        ("import_orders", {"days": ["2026-11-01", "2026-11-30"]}),
        ("preview_import", {"numbers": ["98"]}),
        ("ask_store", {"numbers": ["98"]}),
        ("reconcile_orders", {"days": ["2026-11-01", "2026-11-30"]}),
        ("replay_orders", {"numbers": ["96"]}),
        ("apply_mapping", {}),
        ("read_methods", {}),
        ("test_settings", {}),
        ("remove_old_data", {}),
        (
            "bulk_orders",
            {"action": "on_hold", "answers": {"comment": "Stock"}, "selection": SELECTION},
        ),
        (
            "export_orders",
            {"format": "csv", "rows": "orders", "columns": ["number"], "selection": SELECTION},
        ),
    ],
)
def test_a_queued_job_does_its_work(order, kind, parameters):
    job = run_queued(order, kind, parameters)
    assert (job.status, job.error) == (JobStatus.COMPLETED, "")


def old_parcel(package: Package) -> dict[str, Any]:
    """What the old version posted of a package that left."""
    return {
        "order_id": package.order_id,
        "package_id": package.pk,
        "carrier": package.carrier,
        "tracking_number": package.tracking_number,
        "shipped_at": "2026-11-20T10:00:00+00:00",
        "store_shipping_id": "1",
        "lines": [
            {
                "store_line_id": packed.line.store_line_id,
                "store_product_id": packed.line.store_product_id,
                "sku": packed.line.sku,
                "name": packed.line.name,
                "quantity": packed.quantity,
            }
            for packed in package.lines.select_related("line")
        ],
        "may_mail": True,
    }


def test_what_waits_for_the_store_is_still_told(order, store):
    package = a_package(order, "1Z1")
    change = OutgoingChange(company=order.company, store_order_id="97")
    change.kind, change.key = "shipment", f"shipment:{package.pk}"
    change.payload = old_parcel(package)
    change.save()
    status = OutgoingChange(company=order.company, store_order_id="97", kind="status", key="s:1")
    status.payload = {"code": "C", "may_mail": False, "order_id": order.pk}
    status.save()
    for _ in range(3):
        deliver(order.company_id)
    assert {one.state for one in OutgoingChange.objects.all()} == {ChangeState.SENT}
    package.refresh_from_db()
    assert package.is_source_notified
    assert [one.tracking_number for one in store.shipments] == ["1Z1"]


@pytest.fixture
def old_database(transactional_db: None) -> Iterator[str]:
    """Address of an empty database; gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_old"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield f"{database_url()}_old"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def python(url: str, *words: str) -> str:
    """What a Python program prints that works on the database at `url`."""
    environment = {name: value for name, value in os.environ.items() if name != _ASYNC}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        cwd=CHECKOUT,
        env={**environment, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def test_an_old_database_migrates_forward_and_works(old_database):
    job = python(old_database, "-m", "tests.operations.old_database")
    python(old_database, "manage.py", "migrate", "-v0")
    asked = f"from jobs.models import Job; print(Job.objects.get(pk={job}).status)"
    done = python(
        old_database,
        "-c",
        f"import django; django.setup(); from jobs.tasks import run; run({job}); {asked}",
    )
    assert done == JobStatus.COMPLETED
