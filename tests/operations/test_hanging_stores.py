"""Three stores hang on every request: the fourth company imports, ships and prints all the same."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User

from embedded.demo import WORKERS
from invoices.delivering.jobs import parameters
from invoices.document import DocumentKind
from invoices.job_kinds import PRINT_PACKING_SLIPS
from jobs.models import JobStatus
from jobs.queue import submit
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship_items
from orders.fulfilment.website_updates import enqueue_shipment
from orders.importing.schedule import start_import
from orders.models import Order
from sandbox.server import SandboxStore
from settings.models import Company
from stores.doubted_stores import is_doubted
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_company, a_package, a_user, an_order
from tests.flows.conftest import connect, wait_until
from tests.operations.conftest import Machines

__all__ = ["connect"]  # a fixture

LONGEST_SECONDS = 10.0
ROUNDS = 4


@pytest.fixture
def hanging_address() -> Iterator[str]:
    """A server that takes connections and never answers any."""
    listening = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def take() -> None:
        while True:
            try:
                taken.append(listening.accept()[0])
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    listening.close()
    for one in taken:
        one.close()


def hanging_company(address: str) -> Company:
    """A company with orders to import and parcels to tell of, whose store never answers."""
    company = a_company(allow_order_download=True, allow_tracking_upload=True)
    company.connection.store_url = address
    company.connection.save()
    enqueue_shipment(a_package(an_order(company)))
    return company


def start_as_the_demo_does(machines: Machines) -> None:
    for name, queues, processes in WORKERS:
        celery = [sys.executable, "-m", "celery", "-A", "cscart_connector", "worker"]
        machines._commands[name] = [*celery, "-Q", queues, "--concurrency", processes]
        machines.start_again(name)
    machines.start("beat", "beat")


def seconds_until(condition: Callable[[], bool], what: str) -> float:
    began = time.monotonic()
    wait_until(condition, 60, what)
    return time.monotonic() - began


def imports(company: Company, store: SandboxStore, by: User) -> float:
    """Seconds until an order that is placed now is here."""
    number = str(store.control.create_order(status="P")["order_id"])
    orders = Order.objects.filter(company=company, store_order_id=number)

    def has_come() -> bool:
        start_import(company, by=by)
        return orders.exists()

    return seconds_until(has_come, "the order has come in")


def ships(company: Company, by: User) -> float:
    """Seconds until the website knows of a parcel that leaves now."""
    order = Order.objects.filter(company=company).latest("pk")
    (package,) = ship_items(
        order, [NewPackage(tracking_number=f"T{order.pk}")], is_confirmed=True, by=by
    )
    change = OutgoingChange.objects.filter(key=f"shipment:{package.pk}", state=ChangeState.SENT)
    return seconds_until(change.exists, "the website has been told")


def prints(company: Company, by: User) -> float:
    """Seconds until a packing slip is printed."""
    order = Order.objects.filter(company=company).latest("pk")
    wanted = parameters([order.pk], DocumentKind.PACKING_SLIP, as_zip=False)
    job = submit(PRINT_PACKING_SLIPS, company, by=by, parameters=wanted).job

    def is_printed() -> bool:
        job.refresh_from_db()
        assert job.status != JobStatus.FAILED, job.error
        return job.status == JobStatus.COMPLETED

    return seconds_until(is_printed, "the packing slip is printed")


def test_another_company_imports_ships_and_prints_throughout(machines, connect, hanging_address):
    hanging = [hanging_company(hanging_address) for _ in range(3)]
    with SandboxStore(orders=3) as store:
        company = connect(store)
        company.website_options.allow_tracking_upload = True
        company.website_options.save()
        kim = a_user(company)
        machines.run("migrate")
        start_as_the_demo_does(machines)
        wait_until(lambda: any(is_doubted(one.pk) for one in hanging), 90, "the workers work")
        for _ in range(ROUNDS):
            waited = {
                "import": imports(company, store, kim),
                "print": prints(company, kim),
                "ship": ships(company, kim),
            }
            assert max(waited.values()) < LONGEST_SECONDS, waited
    assert all(is_doubted(one.pk) for one in hanging)
