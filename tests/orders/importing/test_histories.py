"""A property: whatever happens in the store and to us, every order is here once and as it is there.

Hypothesis makes up histories: orders come, change, blink while they are edited, disappear; requests
fail; the list shifts under our feet; the worker dies before or after a batch is written. In the end
the store is left in peace, one run is let through, and the two sides are compared.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cscart_connector.cscart.store import CsCartStore
from jobs.models import Job
from jobs.queue import put_orphans_back
from jobs.run_job import MAX_ATTEMPTS, run_job
from orders.importing.intake import receive
from orders.importing.runs import take_batches as taking
from orders.models import ImportCursor, LeftOutOrder, Order, Package
from sandbox.errors import ApiError
from sandbox.server import SandboxStore
from settings.models import Company
from tests.cscart.conftest import client_of
from tests.factories import a_company, a_job

pytestmark = pytest.mark.django_db

HISTORIES = int(os.environ.get("HISTORIES", "12"))
STATUSES = st.sampled_from("PPPOOCIFYX")
FAULTS = ["500-html-before", "429", "cut-body", "empty-200", "broken-json", "html-200", "bom"]
WHICH = st.integers(min_value=0, max_value=1_000)


class Killed(BaseException):
    """The worker dies here."""


class History(RuleBasedStateMachine):
    """One company and its store. `profile` is set by the test."""

    profile = "4.20"
    monkeypatch: pytest.MonkeyPatch

    def __init__(self) -> None:
        super().__init__()
        self.store = SandboxStore(self.profile)
        self.store.start()
        self.company = a_company(allow_order_download=True, allow_unpaid_orders=True)
        self.store.control.add_status("Q", "Quality check", payment_received="Y")
        self.edited: set[int] = set()
        self.ahead = 0
        self.monkeypatch.setattr("orders.importing.runs.import_orders.open_store", self.open)

    def open(self, connection: Any) -> CsCartStore:
        return CsCartStore(connection, client_of(self.store))

    def teardown(self) -> None:
        try:
            self.leave_in_peace()
            self.compare()
        finally:
            self.store.stop()

    @property
    def orders(self) -> dict[int, dict[str, Any]]:
        return self.store.state.orders

    def one(self, which: int) -> int | None:
        free = sorted(set(self.orders) - self.edited)
        return free[which % len(free)] if free else None

    @rule(status=STATUSES, number=st.integers(1, 30))
    def orders_come(self, status: str, number: int) -> None:
        for _ in range(number):
            self.store.control.create_order(status=status)

    @rule()
    def an_order_waits_for_its_payment(self) -> None:
        self.store.control.create_order(status="N")

    @rule(status=STATUSES, which=WHICH)
    def a_status_changes(self, status: str, which: int) -> None:
        if (order := self.one(which)) is not None:
            self.store.control.set_status(order, status)

    @rule(which=WHICH, amount=st.integers(1, 9))
    def a_total_changes(self, which: int, amount: int) -> None:
        if (order := self.one(which)) is not None:
            total = float(self.orders[order]["total"]) + amount
            self.store.control.edit_order(order, total=f"{total:.2f}", email=f"{amount}@x.example")

    @rule(which=WHICH)
    def an_edit_begins(self, which: int) -> None:
        if (order := self.one(which)) is not None:
            self.store.control.begin_edit(order)
            self.edited.add(order)

    @precondition(lambda self: self.edited)
    @rule()
    def the_edits_end(self) -> None:
        for order in self.edited:
            self.store.control.end_edit(order)
        self.edited.clear()

    @rule(which=WHICH)
    def an_order_is_deleted(self, which: int) -> None:
        if (order := self.one(which)) is not None:
            self.store.control.delete_order(order)

    @rule(which=WHICH)
    def an_order_is_shipped_in_the_store(self, which: int) -> None:
        order = self.one(which)
        if order is not None and self.orders[order]["products"]:
            item = self.orders[order]["products"][0]["item_id"]
            body = {"order_id": order, "shipping_id": 1, "products": {item: 1}}
            with suppress(ApiError):  # nothing is left to ship
                self.store.control.add_shipment(**body, tracking_number=f"T{order}", carrier="ups")

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.ahead += minutes * 60
        self.store.control.settings(clock_offset=self.ahead)

    @rule(name=st.sampled_from(FAULTS), times=st.integers(1, 4), skip=st.integers(0, 3))
    def requests_will_fail(self, name: str, times: int, skip: int) -> None:
        self.store.control.fault(name, times=times, skip=skip)

    @rule(which=WHICH, request=st.integers(1, 4), status=STATUSES)
    def the_list_will_shift(self, which: int, request: int, status: str) -> None:
        def change() -> None:
            order = self.one(which)
            if order is not None and which % 2:
                self.store.control.delete_order(order)
            else:
                self.store.control.create_order(status=status)

        self.store.control.on_request(r"/orders$", request, change)

    @rule()
    def an_import_runs(self) -> None:
        self.run()

    @rule(batch=st.integers(1, 3), is_written=st.booleans())
    def the_worker_dies_in_an_import(self, batch: int, is_written: bool) -> None:
        with self.monkeypatch.context() as dying:
            dying.setattr(taking, "receive", dies(receive, batch, is_written))
            try:
                self.run()
            except Killed:
                assert put_orphans_back() == [Job.objects.active().get().pk]

    def run(self) -> Job:
        job = Job.objects.active().filter(company=self.company).first() or a_job(self.company)
        run_job(job.pk)
        job.refresh_from_db()
        return job

    def leave_in_peace(self) -> None:
        self.the_edits_end()
        self.store.control.clear_faults()
        self.store.control._due_changes.clear()
        last = self.run()
        if last.attempts > MAX_ATTEMPTS:  # its worker died too often: the next job goes on
            last = self.run()
        assert last.status in ("completed", "partial_success")

    def compare(self) -> None:
        ours = list(Order.objects.filter(company=self.company))
        here = {int(order.store_order_id): order for order in ours}
        assert len(here) == len(ours)
        left_out = LeftOutOrder.objects.filter(company=self.company)
        noted = {int(number) for number in left_out.values_list("store_order_id", flat=True)}
        for number, row in self.orders.items():
            if row["status"] == "N":
                continue
            is_welcome = row["status"] in "POYQX"
            assert number in here or (not is_welcome and number in noted), (number, row["status"])
            if number in here:
                self.compare_one(here[number], row)
        assert not noted & set(here)

    def compare_one(self, order: Order, row: dict[str, Any]) -> None:
        theirs = (row["status"], f"{float(row['total']):.2f}", row["email"])
        assert (order.store_status_code, str(order.grand_total), order.customer_email) == theirs
        lines = {line.store_line_id: line for line in order.lines.all()}
        assert set(lines) == {line["item_id"] for line in row["products"]}
        shipments = {
            str(number)
            for number, shipment in self.store.state.shipments.items()
            if shipment["order_id"] == int(order.store_order_id)
        }
        packages = Package.objects.filter(order=order)
        assert set(packages.values_list("store_shipment_id", flat=True)) == shipments
        packed = sum(line.quantity for package in packages for line in package.lines.all())
        assert sum(line.store_shipped_quantity for line in lines.values()) == packed


def dies(take: Callable[..., Any], batch: int, is_written: bool) -> Callable[..., Any]:
    """`take`, until the worker dies at its `batch`-th call, before or after it."""
    calls = 0

    def dying(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == batch and not is_written:
            raise Killed
        result = take(*args, **named)
        if calls == batch:
            raise Killed
        return result

    return dying


@pytest.mark.parametrize("profile", ["4.20", "4.10"])
def test_every_history_ends_with_every_order_here_once(profile, monkeypatch):
    class Machine(History):
        pass

    # Small pages and batches: many borders for things to fall between.
    monkeypatch.setattr("cscart_connector.cscart.orders.WHOLE_ORDERS_PER_PAGE", 3)
    monkeypatch.setattr("cscart_connector.cscart.orders.ROWS_PER_PAGE", 4)
    monkeypatch.setattr("cscart_connector.cscart.shipments.ROWS_PER_PAGE", 4)
    monkeypatch.setattr("orders.importing.reading.batch.ORDERS_AT_A_TIME", 6)
    Machine.profile, Machine.monkeypatch = profile, monkeypatch
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # shrinking takes minutes; take it in to debug a failure
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Company.objects.exists()
    assert ImportCursor.objects.exists()
