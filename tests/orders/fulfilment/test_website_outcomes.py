"""What is written on an order once a change of it was delivered, or was not."""

import pytest

from orders.fulfilment.website_outcomes import enqueue_shipped_statuses, record_outcomes
from orders.fulfilment.website_updates import enqueue_shipment, enqueue_status
from orders.importing.intake.differences import TOLD_BY_US
from orders.models import Order, OrderConflict, Package
from settings.models import StatusReading
from stores.delivery_outcomes import DeliveryOutcome
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_company, a_package, an_order


@pytest.fixture
def order(company) -> Order:
    return an_order(company)


def told(package: Package, shipment_id: str = "14", **fields) -> DeliveryOutcome:
    """The outcome of a package's delivery; sent unless `fields` say otherwise."""
    change = enqueue_shipment(package)
    assert change is not None
    given = {"state": ChangeState.SENT, "sentence": "Told.", "shipment_id": shipment_id}
    return DeliveryOutcome(change=change, **{**given, **fields})


def again(package: Package) -> Package:
    package.refresh_from_db()
    return package


def test_a_package_that_was_told_gets_the_stores_number(order):
    package = a_package(order)
    record_outcomes([told(package)])
    assert (again(package).store_shipment_id, package.is_source_notified) == ("14", True)


def test_a_second_shipment_of_one_package_is_a_double(order):
    package = a_package(order, store_shipment_id="13")
    record_outcomes([told(package, "14")])
    assert (again(package).store_shipment_id, package.doubles) == ("13", ["14"])


def test_a_double_is_noted_once(order):
    package = a_package(order, store_shipment_id="13", doubles=["14"])
    record_outcomes([told(package, "14")])
    assert again(package).doubles == ["14"]


def test_a_number_that_another_package_holds_stays_with_that_one(order):
    holder, package = a_package(order, "T1", store_shipment_id="14"), a_package(order, "T2")
    record_outcomes([told(package, "14")])
    assert again(holder).store_shipment_id == "14"
    assert (again(package).store_shipment_id, package.is_source_notified) == ("", True)


@pytest.mark.parametrize("state", [ChangeState.STUCK, ChangeState.DISMISSED, ChangeState.WAITING])
def test_what_was_not_sent_leaves_the_package_unknown_and_is_said(order, state):
    package = a_package(order)
    record_outcomes([told(package, state=state, sentence="The store refuses.")])
    assert not again(package).is_source_notified
    assert order.events.filter(message="The store refuses.").exists()


def test_a_warning_is_said_and_keeps_the_order_for_a_person(order):
    record_outcomes([told(a_package(order), warning="Shipped there too.")])
    assert order.events.filter(message="Told. Shipped there too.").exists()
    assert OrderConflict.objects.get().message == "Shipped there too."


def test_one_delivery_writes_on_the_orders_of_its_own_company(company, order):
    other = an_order(a_company())
    record_outcomes([told(a_package(order))])
    assert not other.events.filter(message="Told.").exists()


def test_the_next_import_takes_what_we_told_for_no_news(order):
    record_outcomes([told(a_package(order))])
    order.refresh_from_db()
    assert order.facts_hash == TOLD_BY_US


def a_status(order: Order, **fields) -> DeliveryOutcome:
    change = enqueue_status(order, "C", may_mail=False, key="shipped:1")
    given = {"state": ChangeState.SENT, "sentence": "Told.", "status_name": "Complete"}
    return DeliveryOutcome(
        change=change, status_reading=StatusReading.SHIPPED, **{**given, **fields}
    )


@pytest.mark.parametrize(
    ("fields", "code"), [({}, "C"), ({"state": ChangeState.STUCK}, "P"), ({"status_name": ""}, "P")]
)
def test_the_order_has_the_status_that_the_store_took(order, fields, code):
    record_outcomes([a_status(order, **fields)])
    order.refresh_from_db()
    assert order.store_status_code == code
    assert order.is_store_status_ours == (code == "C")


def shipped(order: Order, on_shipped: str = "C", **fields) -> Order:
    uploads = order.company.connection.status_uploads
    uploads.on_shipped, uploads.mails_on_shipped = on_shipped, False
    uploads.save()
    for name, value in {"shipping_status": "fully_shipped", **fields}.items():
        setattr(order, name, value)
    order.save()
    return order


def statuses() -> list[str]:
    return [change.payload["code"] for change in OutgoingChange.objects.filter(kind="status")]


def test_the_last_package_sets_the_status_of_a_shipped_order(order):
    package = a_package(order)
    shipped(order)
    record_outcomes([told(package)])
    assert statuses() == ["C"]
    assert OutgoingChange.objects.get(kind="status").payload["may_mail"] is False


@pytest.mark.parametrize(
    "fields",
    [
        {"on_shipped": ""},
        {"shipping_status": "partially_shipped"},
        {"store_status_code": "C"},
        {"store_status_reading": StatusReading.CANCELLED},
        {"store_status_reading": StatusReading.REFUNDED},
    ],
)
def test_no_status_is_set_where_none_is_due(order, fields):
    a_package(order, is_source_notified=True)
    enqueue_shipped_statuses([shipped(order, **fields)])
    assert statuses() == []


def test_a_replacement_that_was_made_here_sets_no_status(company, order):
    package = a_package(an_order(company, "98"), is_source_notified=True)
    package.order.original = order
    enqueue_shipped_statuses([shipped(package.order)])
    assert statuses() == []


def test_no_status_is_set_while_a_package_is_not_known(order):
    a_package(order, "T1", is_source_notified=True)
    a_package(order, "T2")
    enqueue_shipped_statuses([shipped(order)])
    assert statuses() == []


def test_a_status_is_asked_for_once(order):
    a_package(order, is_source_notified=True)
    for _ in range(2):
        enqueue_shipped_statuses([shipped(order)])
    assert statuses() == ["C"]
