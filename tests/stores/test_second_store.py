"""The adapter of docs/second-store.md in the whole house: orders come in, ship, and are told."""

import json
import os

import pytest

from jobs.models import JobStatus
from jobs.run_job import run_job
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship
from orders.importing.schedule import start_import
from orders.models import Order, ShippingStatus
from settings.forms.website import WebsiteGeneralForm
from stores.delivery import deliver_changes
from stores.port import Verdict
from stores.registry import open_store
from tests.factories import a_company
from tests.stores.shops import ORDER_FILE


@pytest.fixture
def company(db, settings, tmp_path, monkeypatch):
    settings.STORE_PLUGINS = {"Drop": "docs.examples.drop_folder.store.DropFolderStore"}
    monkeypatch.setenv("DROP_FOLDERS", str(tmp_path))
    made = a_company(allow_order_download=True, allow_tracking_upload=True)
    made.connection.plugin = "Drop"
    made.connection.save()
    orders = tmp_path / str(made.pk) / "orders"
    orders.mkdir(parents=True)
    for number in ("1", "2", "3"):
        (orders / f"{number}.json").write_text(json.dumps(ORDER_FILE | {"number": number}))
    (orders / "4.json").write_text(json.dumps({"number": "4", "state": "paid"}))
    return made


def test_an_order_comes_in_leaves_and_is_told(company, tmp_path):
    job = start_import(company).job
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.counts["created"], job.counts["failed"]) == (3, 1)
    assert job.status == JobStatus.PARTIAL_SUCCESS, "one file cannot be read; it is told why"
    order = Order.objects.get(store_order_id="1")
    assert (str(order.grand_total), order.currency) == ("34.50", "EUR")

    quantities = {line.pk: line.quantity for line in order.lines.all()}
    parcel = NewPackage(carrier="ups", tracking_number="1Z1", quantities=quantities)
    outcome = ship({order.pk: [parcel]}, is_confirmed=True, by=None)[order.pk]
    assert not outcome.refusal
    deliver_changes(company.pk)
    told = json.loads((tmp_path / str(company.pk) / "shipments" / "1.json").read_text())
    assert (told["order"], told["tracking"], told["items"]) == ("1", "1Z1", {"11": 2, "12": 1})
    order.refresh_from_db()
    assert order.shipping_status == ShippingStatus.FULLY_SHIPPED
    assert order.packages.get().is_source_notified


def test_test_settings_says_when_the_folder_may_not_be_written_to(company, monkeypatch):
    with_all = list(open_store(company.connection).diagnose())
    assert {finding.verdict for finding in with_all} == {Verdict.WORKS}
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    *_, last = open_store(company.connection).diagnose()
    assert last.verdict == Verdict.LIMITED


def test_staff_choose_it_as_store_plugin(company):
    assert '<option value="Drop">Drop</option>' in str(WebsiteGeneralForm()["plugin"])
