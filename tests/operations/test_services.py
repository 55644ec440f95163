"""Import, ship, upload, invoice with every service of docker-compose.yml; each may be killed.

Database and broker are the test's own, so that they can be killed as well; `site.py` says how to
run this against the packages of a distribution.
"""

import json
from collections import Counter
from typing import Any

import pytest
import requests

from sandbox.server import SandboxStore
from tests.flows.conftest import wait_until
from tests.operations.site import Person, Site, site_of, told_in

__all__ = ["site_of"]

PARCELS = 16
NOT_ADMISSIBLE = ("N", "T", "I", "F", "D")


@pytest.mark.xdist_group("faults")
def test_every_service_may_be_killed_while_orders_come_in_ship_and_are_invoiced(site_of):
    with SandboxStore(orders=60, latency_list_row=0.02, latency_write=0.2) as store:
        site = site_of(store)
        site.start()
        person = site.sign_in()
        _orders_come_in(site)
        before = set(store.state.shipments)
        shipped = _parcels_leave(site, person)
        _the_store_hears_of_each_once(site, shipped, before)
        _invoices_are_printed(site, person, shipped)
        assert person.get("/orders/").text.count("order_table") >= 1, "still signed in, everywhere"
        wait_until(lambda: _is_ready(site), 60, "both webs say that everything works")


def _orders_come_in(site: Site) -> None:
    wait_until(lambda: _number_of(site, "orders_order") > 0, 60, "the import has begun")
    site.kill("import1")
    site.kill("beat1")
    site.kill_database()
    wanted = {
        str(number)
        for number, order in site.store.state.orders.items()
        if order["status"] not in NOT_ADMISSIBLE
    }

    def is_here() -> bool:
        rows = [number for (number,) in site.ask("SELECT store_order_id FROM orders_order")]
        assert len(rows) == len(set(rows))
        return set(rows) == wanted

    wait_until(is_here, 120, "every order is here once")


def _parcels_leave(site: Site, person: Person) -> dict[str, str]:
    """Label software ships; gives tracking numbers by the store's order numbers."""
    secret = told_in(
        person.post(
            "/companies/1/api-tokens/",
            name="Labels",
            may_read_orders="on",
            may_ship_orders="on",
            days="90",
        ).text,
        r"(desk_[\w-]+)",
    )
    headers = {"Authorization": f"Bearer {secret}"}
    ready = person.get("/api/v1/orders", headers=headers).json()["orders"][:PARCELS]
    assert len(ready) == PARCELS
    numbers = {one["channel_order_id"]: f"1Z{one['channel_order_id']:0>8}" for one in ready}
    rows = [{"channel_order_id": order, "tracking_number": n} for order, n in numbers.items()]
    body = json.dumps({"shipments": rows})
    key = {**headers, "Content-Type": "application/json", "Idempotency-Key": "one"}
    for web in ("web1", "web2"):  # the answer got lost: label software asks again, somewhere else
        answer = requests.post(
            f"http://127.0.0.1:{site.ports[web]}/api/v1/shipments",
            data=body,
            headers=key,
            timeout=60,
        )
        results = Counter(row["result"] for row in answer.json()["results"])
        assert results == {"shipped": PARCELS}, answer.text
    return numbers


def _the_store_hears_of_each_once(site: Site, numbers: dict[str, str], before: set[int]) -> None:
    shipments = site.store.state.shipments
    wait_until(lambda: len(shipments) > len(before), 60, "uploading has begun")
    site.kill("worker1")
    site.kill("web1")
    site.kill_broker()

    def is_told() -> bool:
        (told,) = site.ask("SELECT count(*) FROM stores_outgoingchange WHERE state <> 'sent'")
        return told == (0,)

    wait_until(is_told, 120, "every outgoing change is sent")
    there = Counter(
        (str(one["order_id"]), one["tracking_number"])
        for key, one in shipments.items()
        if key not in before
    )
    assert there == Counter(numbers.items())


def _invoices_are_printed(site: Site, person: Person, numbers: dict[str, str]) -> None:
    ids = [
        pk
        for (pk,) in site.ask(
            "SELECT id FROM orders_order WHERE store_order_id = ANY(%s)", list(numbers)
        )
    ]
    page = person.post("/orders/printing/", action="print_invoices", order=ids)
    job = told_in(page.url, r"/jobs/(\d+)/")
    wait_until(lambda: _number_of(site, "invoices_issueddocument") > 0, 60, "printing has begun")
    site.kill("documents1")
    site.kill_broker()
    wait_until(lambda: _status_of(site, job) == "completed", 120, "the job is taken up and ends")
    issued = site.ask("SELECT order_id, number FROM invoices_issueddocument")
    assert sorted(order for order, _ in issued) == sorted(ids)
    assert len({number for _, number in issued}) == PARCELS
    for _ in ("web1", "web2"):
        pdf = person.get(f"/jobs/{job}/file/").content
        assert pdf.startswith(b"%PDF-")


def _status_of(site: Site, job: str) -> str:
    ((status,),) = site.ask("SELECT status FROM jobs_job WHERE id = %s", job)
    return str(status)


def _number_of(site: Site, table: str) -> int:
    ((number,),) = site.ask(f"SELECT count(*) FROM {table}")  # noqa: S608 - a table's name
    return int(number)


def _is_ready(site: Site) -> bool:
    def status(web: str) -> int | Any:
        return requests.get(f"http://127.0.0.1:{site.ports[web]}/readyz", timeout=10).status_code

    return all(status(web) == 200 for web in ("web1", "web2"))
