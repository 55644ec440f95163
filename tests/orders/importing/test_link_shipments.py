"""Our own parcels come back by import: recognised, never a second package."""

from dataclasses import replace
from typing import Any

import pytest

from orders.fulfilment.website_updates import enqueue_shipment
from orders.importing.intake import orders_with_unknown, receive, receive_shipments
from orders.models import Order
from stores.models import ChangeKind, ChangeState, OutgoingChange
from tests.factories import a_line, a_package, a_store_order, a_store_shipment, an_order

OURS: dict[str, Any] = {"tracking_number": "1Z1", "quantities": (("11", 2),)}


@pytest.fixture
def package(company):
    package = a_package(an_order(company), "1Z1")
    enqueue_shipment(package)
    return package


def events_of(order: Order) -> int:
    return order.events.count()


@pytest.mark.parametrize("state", [ChangeState.WAITING, ChangeState.STUCK])
def test_a_shipment_of_ours_closes_what_was_still_to_be_told(company, package, state):
    OutgoingChange.objects.update(state=state)
    receive_shipments(company, [a_store_shipment("5", **OURS)])
    package.refresh_from_db()
    change = OutgoingChange.objects.get()
    assert (package.store_shipment_id, package.is_source_notified) == ("5", True)
    assert (change.state, change.receipt["shipment_id"]) == (ChangeState.SENT, "5")
    assert package.order.packages.count() == 1
    assert not package.order.conflicts.exists()


def test_one_that_is_being_sent_is_left_to_its_delivery(company, package):
    OutgoingChange.objects.update(state=ChangeState.SENDING)
    receive_shipments(company, [a_store_shipment("5", **OURS)])
    package.refresh_from_db()
    assert package.store_shipment_id == "5"
    assert OutgoingChange.objects.get().state == ChangeState.SENDING
    assert package.order.packages.count() == 1


def test_the_final_status_follows_an_adopted_last_package(company, package):
    company.connection.status_uploads.on_shipped = "C"
    company.connection.status_uploads.save()
    receive_shipments(company, [a_store_shipment("5", **OURS)])
    assert OutgoingChange.objects.get(kind=ChangeKind.STATUS).payload["code"] == "C"


def test_another_add_ons_double_is_no_second_package_and_is_asked_for_once(company, package):
    receive_shipments(company, [a_store_shipment("5", **OURS), a_store_shipment("6", **OURS)])
    package.refresh_from_db()
    assert package.order.packages.count() == 1
    assert (package.store_shipment_id, package.doubles) == ("5", ["6"])
    assert orders_with_unknown(company, {"97": ["5", "6"]}) == []
    events = events_of(package.order)
    receive_shipments(company, [a_store_shipment("5", **OURS), a_store_shipment("6", **OURS)])
    assert events_of(package.order) == events


def test_a_double_without_tracking_number_is_recognised_by_items_and_time(company):
    package = a_package(an_order(company), "")
    enqueue_shipment(package)
    numberless: dict[str, Any] = {
        "tracking_number": "",
        "shipped_at": package.shipped_at,
        "quantities": (("11", 2),),
    }
    receive_shipments(company, [a_store_shipment(number, **numberless) for number in ("5", "6")])
    package.refresh_from_db()
    assert package.order.packages.count() == 1
    assert (package.store_shipment_id, package.doubles) == ("5", ["6"])


def test_a_foreign_shipment_is_a_package_of_its_own_and_a_conflict(company, package):
    receive_shipments(company, [a_store_shipment("5", tracking_number="OTHER")])
    assert package.order.packages.count() == 2
    assert package.order.conflicts.exists()
    assert OutgoingChange.objects.get().state == ChangeState.WAITING


def test_what_the_store_says_because_we_told_it_is_no_news(company, package):
    receive_shipments(company, [a_store_shipment("5", **OURS)])
    events = events_of(package.order)
    told = a_store_order(lines=(a_line("11", quantity=2, shipped_quantity=2),), shipment_ids=("5",))
    receive(company, [told])
    receive(company, [told])
    assert events_of(package.order) == events


def test_a_real_change_beside_our_own_is_news(company, package):
    receive_shipments(company, [a_store_shipment("5", **OURS)])
    told = a_store_order(payment_method="Cash", shipment_ids=("5",))
    receive(company, [replace(told)])
    assert "Payment method" in package.order.events.first().message
