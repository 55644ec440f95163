"""The story of an import on the real machinery."""

import pytest

from jobs.models import Job, JobStatus
from jobs.tasks import sweep
from orders.importing.schedule import start_due_imports, start_import
from orders.models import Order
from sandbox.server import SandboxStore
from tests.flows.conftest import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def has_ended(job: Job) -> bool:
    job.refresh_from_db()
    return not job.is_active


def admissible(store: SandboxStore) -> set[str]:
    """What must come in: placed orders that are neither dead nor unfinished."""
    return {
        str(number)
        for number, order in store.state.orders.items()
        if order["status"] not in ("N", "T", "I", "F", "D")
    }


def imported() -> list[str]:
    return list(Order.objects.values_list("store_order_id", flat=True))


@pytest.mark.parametrize("profile", ["4.10", "4.13-mv", "4.20"])
def test_orders_come_in_change_and_never_double(worker, connect, profile):
    with SandboxStore(profile, orders=60) as store:
        company = connect(store)
        worker.start()
        (job_id,) = start_due_imports()
        wait_until(lambda: has_ended(Job.objects.get(pk=job_id)), 30, "the first import ends")
        assert sorted(imported()) == sorted(admissible(store))

        paid = next(n for n, o in sorted(store.state.orders.items()) if o["status"] == "P")
        store.control.set_status(paid, "C")
        second = start_import(company).job
        wait_until(lambda: has_ended(second), 30, "the second import ends")
        assert second.status == JobStatus.COMPLETED
        assert second.counts.get("created", 0) == 0
        assert Order.objects.get(store_order_id=str(paid)).store_status_name == "Complete"
        assert sorted(imported()) == sorted(admissible(store))


def test_a_worker_killed_in_mid_import_loses_and_doubles_nothing(worker, connect):
    with SandboxStore(orders=300, latency_list_row=0.004) as store:
        company = connect(store)
        worker.start()
        job = start_import(company).job
        wait_until(lambda: Order.objects.count() >= 50, 30, "the import is in full swing")
        worker.kill()
        job.refresh_from_db()
        assert (job.status, len(imported()) < len(admissible(store))) == ("processing", True)

        worker.start()
        wait_until(lambda: resumed_and_ended(job), 40, "the job goes on and ends")
        assert job.status == JobStatus.COMPLETED
        assert job.attempts == 2
        assert sorted(imported()) == sorted(admissible(store))


def resumed_and_ended(job: Job) -> bool:
    sweep()  # beat sends this every ten seconds
    return has_ended(job)


def test_a_flushed_broker_loses_nothing(worker, connect, monkeypatch):
    with SandboxStore(orders=20) as store:
        company = connect(store)
        with monkeypatch.context() as lost:
            lost.setattr("jobs.queue.notify", lambda job_id, priority: None)
            job = start_import(company).job
        worker.start()
        Job.objects.update(submitted_at="2026-01-01T00:00:00Z")
        wait_until(lambda: resumed_and_ended(job), 30, "the sweep notifies a worker again")
        assert job.status == JobStatus.COMPLETED
