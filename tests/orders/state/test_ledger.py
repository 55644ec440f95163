"""What has left of an order: counted by quantities, guarded by the database."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from orders.importing.intake import receive, receive_shipments
from orders.models import (
    Order,
    OrderConflict,
    OrderLine,
    OrderStatus,
    Refund,
    RefundLine,
    ShippingStatus,
)
from orders.state.quantities import LineCount, remaining, shipping_status
from tests.factories import a_line, a_store_order, a_store_shipment

S = ShippingStatus


@pytest.mark.parametrize(
    ("counts", "says_shipped", "expected"),
    [
        ([(2, 0, 0)], False, S.UNSHIPPED),
        ([(2, 1, 0)], False, S.PARTIALLY_SHIPPED),
        ([(2, 2, 0)], False, S.FULLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 0)], False, S.PARTIALLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 1)], False, S.FULLY_SHIPPED),
        ([(2, 0, 2)], False, S.UNSHIPPED),
        ([(2, 9, 0), (9, 0, 0)], False, S.PARTIALLY_SHIPPED),
        ([], False, S.UNSHIPPED),
        ([], True, S.FULLY_SHIPPED),
        ([(2, 0, 0)], True, S.FULLY_SHIPPED),
    ],
)
def test_the_shipping_status_follows_from_quantities(counts, says_shipped, expected):
    known = [LineCount(ordered=o, gone=gone, refunded=r) for o, gone, r in counts]
    assert shipping_status(known, store_says_shipped=says_shipped) == expected


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({}, 5),
        ({"packed_quantity": 2}, 3),
        ({"packed_quantity": 2, "refunded_quantity": 2}, 1),
        ({"packed_quantity": 5, "refunded_quantity": 1}, 0),
        ({"store_shipped_quantity": 4}, 1),
        ({"packed_quantity": 2, "store_shipped_quantity": 1}, 3),
        ({"needs_shipping": False}, 0),
    ],
)
def test_what_is_left_to_pack(fields, left):
    assert remaining(OrderLine(quantity=5, **fields)) == left


@pytest.fixture
def order(company):
    receive(company, [a_store_order("97")])
    return Order.objects.get()


def test_packages_of_the_store_count(order):
    shipment = a_store_shipment("14")
    receive_shipments(order.company, [shipment])
    line, order = order.lines.get(), Order.objects.get()
    assert (line.packed_quantity, line.shipped_quantity, remaining(line)) == (1, 1, 1)
    assert (order.shipping_status, order.order_status) == (S.PARTIALLY_SHIPPED, "in_process")
    receive_shipments(order.company, [replace(shipment, store_shipment_id="15")])
    order.refresh_from_db()
    assert (order.shipping_status, order.order_status) == (S.FULLY_SHIPPED, OrderStatus.COMPLETED)


def test_a_store_that_ships_more_than_was_ordered_breaks_nothing(order):
    receive_shipments(order.company, [a_store_shipment("14", quantities=(("11", 7),))])
    line = order.lines.get()
    assert (line.packed_quantity, line.shipped_quantity, remaining(line)) == (2, 2, 0)


def test_a_refresh_does_not_forget_what_left(order):
    receive_shipments(order.company, [a_store_shipment("14")])
    receive(order.company, [a_store_order("97", staff_note="Hello")])
    order.refresh_from_db()
    assert order.shipping_status == S.PARTIALLY_SHIPPED
    assert order.lines.get().shipped_quantity == 1


def test_the_database_refuses_a_piece_that_is_packed_twice(order):
    for column in ("packed_quantity", "refunded_quantity"):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderLine.objects.update(**{column: 3})
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderLine.objects.update(shipped_quantity=1)


def test_items_of_which_some_were_refunded_stay_when_the_store_lowers_them(order):
    line = order.lines.get()
    refund = Refund.objects.create(order=order, reason="Out of stock")
    RefundLine.objects.create(refund=refund, line=line, quantity=2)
    OrderLine.objects.update(refunded_quantity=2)
    receive(order.company, [a_store_order("97", lines=(a_line(quantity=1),))])
    assert order.lines.get().quantity == 2
    assert "packed or refunded" in OrderConflict.objects.get().message
