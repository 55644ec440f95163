"""When Set Unshipped is possible, and what it leaves behind."""

import pytest

from core.refusals import Refused
from orders.fulfilment.set_unshipped import has_left, set_unshipped, why_not_set_unshipped
from orders.fulfilment.website_updates import enqueue_shipment
from orders.models import Order, OrderStatus, Package
from settings.models import StatusReading
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_package, a_user, an_order


@pytest.fixture
def order(company) -> Order:
    return an_order(company)


@pytest.mark.parametrize(("columns", "expected"), [({}, True), ({"confirmed_at": None}, False)])
def test_a_package_that_is_only_packed_has_not_left(order, columns, expected):
    a_package(order, **columns)
    assert has_left(order) == expected
    assert (why_not_set_unshipped(order) == "") == expected


@pytest.mark.parametrize("status", [OrderStatus.IN_PROCESS, OrderStatus.COMPLETED])
def test_an_order_in_process_or_completed_can_be_set_unshipped(order, status):
    a_package(order)
    order.order_status = status
    assert why_not_set_unshipped(order) == ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"order_status": "on_hold"}, "The order is On Hold. Set it In Process first."),
        ({"order_status": "cancelled"}, "Set it In Process first."),
        ({"store_status_reading": StatusReading.SHIPPED}, "Change its status there first."),
    ],
)
def test_an_order_elsewhere_says_what_helps(order, fields, sentence):
    a_package(order)
    for name, value in fields.items():
        setattr(order, name, value)
    assert why_not_set_unshipped(order).endswith(sentence)


@pytest.mark.parametrize("columns", [{"is_source_notified": True}, {"store_shipment_id": "14"}])
def test_a_package_that_the_website_knows_is_named(order, columns):
    a_package(order, "T1")
    a_package(order, "T2", **columns)
    assert why_not_set_unshipped(order).startswith("The website knows of T2 already.")


@pytest.mark.parametrize("state", [ChangeState.WAITING, ChangeState.STUCK, ChangeState.DISMISSED])
def test_what_was_not_told_is_taken_out_of_the_outbox(order, state):
    enqueue_shipment(a_package(order))
    OutgoingChange.objects.update(state=state)
    set_unshipped(order, by=a_user(order.company))
    assert not OutgoingChange.objects.exists()


def test_every_package_is_only_packed_again(order):
    user = a_user(order.company)
    a_package(order, "T1", confirmed_by=user)
    a_package(order, "T2", confirmed_at=None)
    set_unshipped(order, by=user)
    assert not Package.objects.exclude(confirmed_at=None, confirmed_by=None).exists()


def test_a_refusal_changes_no_package(order):
    enqueue_shipment(a_package(order, "T1"))
    a_package(order, "T2", is_source_notified=True)
    with pytest.raises(Refused, match="Set Unshipped is not possible"):
        set_unshipped(order, by=a_user(order.company))
    assert not Package.objects.filter(confirmed_at=None).exists()
    assert OutgoingChange.objects.exists()
