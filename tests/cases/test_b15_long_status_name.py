"""B15: a website status whose name is longer than 120 characters (the store allows 255)."""

import pytest

from jobs.models import JobStatus
from orders.models import LeftOutOrder, Order
from settings.models import StatusReading
from stores.port import StoreStatus
from tests.cscart.conftest import adapter_of, sandbox
from tests.factories import a_store_order
from tests.orders.importing.test_import_orders import imported, run_import

__all__ = ["sandbox"]


@pytest.fixture
def store(sandbox, monkeypatch):
    """A sandbox store to which the company is connected."""
    monkeypatch.setattr(
        "orders.importing.runs.import_orders.open_store", lambda connection: adapter_of(sandbox)
    )
    return sandbox


@pytest.mark.parametrize("length", [121, 255, 5000])
def test_the_order_comes_in_and_so_do_the_others(company, store, length):
    store.control.add_status("Z", "N" * length, payment_received="Y")
    for status in ("P", "Z", "P", "P"):
        store.control.create_order(status=status)
    job = run_import(company)
    assert (job.status, job.counts["created"]) == (JobStatus.COMPLETED, 4)
    named = Order.objects.get(store_status_code="Z")
    assert named.store_status_name == "N" * length
    for _ in range(3):
        assert run_import(company).status == JobStatus.COMPLETED


def test_where_such_an_order_stays_out_its_note_is_written(company, store):
    store.control.add_status("Z", "N" * 300)
    store.control.create_order(status="Z")
    store.control.create_order(status="P")
    assert run_import(company).status == JobStatus.COMPLETED
    assert LeftOutOrder.objects.get().status_name == "N" * 300
    assert Order.objects.count() == 1


def test_a_status_that_no_column_holds_fails_alone_and_is_noted(company, fake_store):
    beyond = StoreStatus(code="Z" * 50, name="N" * 5000, reading=StatusReading.PAID)
    fake_store.put(a_store_order("97"), a_store_order("98", status=beyond), a_store_order("99"))
    job = run_import(company)
    assert job.status == JobStatus.PARTIAL_SUCCESS
    assert imported() == {"97", "99"}
    assert LeftOutOrder.objects.get().sentence.startswith("Its “status” has 50 characters")
