"""One bad record never stops the rest: it is listed with its reason, and all else goes on."""

import pytest
from django.db import DataError

from orders.importing.intake import receive, receive_shipments
from orders.importing.runs import take_batches
from orders.models import LeftOutOrder, Order, Package
from stores.port import UnreadableOrder
from tests.factories import UNPAID, a_line, a_store_order, a_store_shipment, an_order
from tests.orders.importing.test_import_orders import imported, log_of, run_import


@pytest.fixture
def a_bad_shipment(monkeypatch):
    """The database refuses shipment 16, whatever stands beside it."""
    real = receive_shipments

    def receive_or_fail(company, shipments):
        if any(shipment.store_shipment_id == "16" for shipment in shipments):
            raise DataError("value too long for type character varying(250)\nDETAIL: secret")
        return real(company, shipments)

    monkeypatch.setattr(take_batches, "receive_shipments", receive_or_fail)


def test_one_bad_shipment_does_not_stop_the_others(company, fake_store, a_bad_shipment):
    for number in ("97", "98", "99"):
        fake_store.put(a_store_order(number, lines=(a_line(quantity=5),)))
    fake_store.shipments = [
        a_store_shipment(str(14 + place), order)
        for place, order in enumerate(["97", "98", "99", "97"])
    ]
    job = run_import(company)
    assert job.status == "partial_success"
    assert set(Package.objects.values_list("store_shipment_id", flat=True)) == {"14", "15", "17"}
    assert job.counts["shipments_failed"] == 1
    noted = LeftOutOrder.objects.get()
    assert (noted.store_order_id, noted.reason) == ("99", "shipment")
    assert noted.sentence.startswith("Its shipment 16 could not be written down.")
    assert "varying" not in noted.sentence + " ".join(log_of(job))
    assert "secret" not in " ".join(log_of(job))


def test_the_next_run_goes_on_behind_a_bad_shipment(company, fake_store, a_bad_shipment):
    fake_store.put(a_store_order("97"))
    fake_store.shipments = [a_store_shipment("16")]
    assert run_import(company).status == "partial_success"
    fake_store.put(a_store_order("98", updated_at=fake_store.now))
    assert run_import(company).counts.get("created") == 1
    assert imported() == {"97", "98"}


def test_no_message_shows_what_the_database_says(company, fake_store, monkeypatch):
    real = receive

    def receive_or_fail(company, orders, *args, **kwargs):
        if any(order.store_order_id == "98" for order in orders):
            raise DataError("value too long for type character varying(150)")
        return real(company, orders, *args, **kwargs)

    monkeypatch.setattr(take_batches, "receive", receive_or_fail)
    fake_store.put(*(a_store_order(str(number)) for number in range(95, 101)))
    job = run_import(company)
    assert imported() == {"95", "96", "97", "99", "100"}
    noted = LeftOutOrder.objects.get()
    assert noted.sentence.startswith("It could not be written down. Something in it is not as any")
    assert "varying" not in noted.sentence + " ".join(log_of(job)) + str(job.result)


def test_what_cannot_be_read_is_noted_and_told(company, fake_store):
    fake_store.put(
        a_store_order("97"),
        UnreadableOrder(store_order_id="98", sentence="Its “total” cannot be read: 'x'."),
        a_store_order("99", lines=(a_line("11"), a_line("11"))),
    )
    job = run_import(company)
    assert imported() == {"97"}
    noted = dict(LeftOutOrder.objects.values_list("store_order_id", "sentence"))
    assert noted == {
        "98": "Its “total” cannot be read: 'x'.",
        "99": "Its “products” have item “11” 2 times.",
    }
    assert job.counts["failed"] == 2


def test_a_long_list_of_skipped_orders_is_told_once(company, fake_store, monkeypatch):
    monkeypatch.setattr(take_batches, "MOST_LINES_ABOUT_SKIPPED", 2)

    fake_store.put(*(a_store_order(str(number), status=UNPAID) for number in range(10, 16)))
    log = log_of(run_import(company))
    assert sum("stays out" in line and line.startswith("Order ") for line in log) == 2
    assert log.count("More orders stay out; Orders left out lists them all.") == 1
    assert not Order.objects.exists()


def test_shipments_of_orders_that_are_not_here_are_passed_over(company, fake_store):
    an_order(company, "97")
    fake_store.put(a_store_order("97"))
    fake_store.shipments = [a_store_shipment("14", "97"), a_store_shipment("15", "5")]
    job = run_import(company)
    assert job.status == "completed"
    assert Package.objects.get().store_shipment_id == "14"
