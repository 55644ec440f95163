"""What a person says that the website knows, and takes back."""

import pytest

from orders.fulfilment.source_notified import (
    mark_source_not_notified,
    mark_source_notified,
    why_not_mark_not_notified,
    why_not_mark_notified,
)
from orders.fulfilment.website_updates import enqueue_shipment
from orders.models import Order
from stores import outbox
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_package, a_user, an_order


@pytest.fixture
def order(company) -> Order:
    return an_order(company)


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


@pytest.mark.parametrize("state", [ChangeState.WAITING, ChangeState.STUCK, ChangeState.DISMISSED])
def test_what_is_marked_is_not_sent_any_more(order, kim, state):
    package = a_package(order)
    enqueue_shipment(package)
    OutgoingChange.objects.update(state=state, last_error="No answer.")
    assert mark_source_notified(order, by=kim) == 1
    package.refresh_from_db()
    change = OutgoingChange.objects.get()
    assert package.is_source_notified
    assert (change.state, change.last_error) == (ChangeState.SENT, "")


def test_what_is_being_sent_is_left_to_the_delivery(order, kim):
    package = a_package(order)
    enqueue_shipment(package)
    OutgoingChange.objects.update(state=ChangeState.SENDING)
    assert mark_source_notified(order, by=kim) == 0
    package.refresh_from_db()
    assert not package.is_source_notified


def test_what_the_delivery_holds_at_this_moment_is_left_to_it(order, kim, monkeypatch):
    package = a_package(order)
    enqueue_shipment(package)
    monkeypatch.setattr(outbox, "lock_if_free", lambda keys: {})  # a locked row is skipped
    assert mark_source_notified(order, by=kim) == 0
    package.refresh_from_db()
    assert not package.is_source_notified


def test_a_package_that_nobody_was_to_tell_is_marked_too(order, kim):
    a_package(order)
    assert mark_source_notified(order, by=kim) == 1
    assert not OutgoingChange.objects.exists()


def test_a_package_that_is_only_packed_is_not_marked(order, kim):
    package = a_package(order, confirmed_at=None)
    assert mark_source_notified(order, by=kim) == 0
    package.refresh_from_db()
    assert not package.is_source_notified


def test_the_last_package_that_is_marked_sets_the_shipped_status(order, kim):
    uploads = order.company.connection.status_uploads
    uploads.on_shipped = "C"
    uploads.save()
    a_package(order)
    Order.objects.update(shipping_status="fully_shipped")
    mark_source_notified(order, by=kim)
    assert OutgoingChange.objects.get(kind="status").payload["code"] == "C"


def test_what_was_marked_can_be_sent_again(order, kim):
    package = a_package(order)
    enqueue_shipment(package)
    mark_source_notified(order, by=kim)
    assert mark_source_not_notified(order, by=kim) == 1
    package.refresh_from_db()
    change = OutgoingChange.objects.get()
    assert (package.is_source_notified, package.source_notified_at) == (False, None)
    assert (change.state, change.receipt) == (ChangeState.WAITING, {})


def test_a_package_without_a_change_gets_one(order, kim):
    a_package(order, is_source_notified=True)
    mark_source_not_notified(order, by=kim)
    assert OutgoingChange.objects.get().state == ChangeState.WAITING


def test_a_package_of_which_the_store_has_a_shipment_stays_known(order, kim):
    package = a_package(order, is_source_notified=True, store_shipment_id="14")
    assert mark_source_not_notified(order, by=kim) == 0
    package.refresh_from_db()
    assert package.is_source_notified


def test_the_timeline_says_who_marked_what(order, kim):
    a_package(order, "T1")
    mark_source_notified(order, by=kim)
    event = order.events.get(message__startswith="T1: marked as known")
    assert event.by == kim


@pytest.mark.parametrize(
    ("columns", "may_mark", "may_unmark"),
    [
        ({}, True, False),
        ({"confirmed_at": None}, False, False),
        ({"is_source_notified": True}, False, True),
        ({"is_source_notified": True, "store_shipment_id": "14"}, False, False),
    ],
)
def test_each_is_offered_where_it_means_something(order, columns, may_mark, may_unmark):
    a_package(order, **columns)
    assert bool(why_not_mark_notified(order)) != may_mark
    assert bool(why_not_mark_not_notified(order)) != may_unmark
