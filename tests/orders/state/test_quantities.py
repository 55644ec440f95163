"""Pieces: what has left, what is still to be packed, and the status that follows."""

import pytest

from orders.importing.intake import receive_shipments
from orders.models import OrderLine, ShippingStatus
from orders.state.quantities import (
    LineCount,
    cancelled,
    gone,
    gone_of,
    remaining,
    shipping_status,
)
from tests.factories import SHIPPED, a_company, a_store_shipment, an_order


def a_row(**columns: int) -> OrderLine:
    return OrderLine(**{"quantity": 5, "needs_shipping": True, **columns})


@pytest.mark.parametrize(
    ("columns", "left"),
    [
        ({}, 5),
        ({"packed_quantity": 2}, 3),
        ({"packed_quantity": 2, "shipped_quantity": 2}, 3),
        ({"store_shipped_quantity": 4}, 1),
        ({"packed_quantity": 2, "store_shipped_quantity": 4}, 1),
        ({"store_shipped_quantity": 9}, 0),
        ({"refunded_quantity": 1}, 4),
        ({"packed_quantity": 3, "refunded_quantity": 2}, 0),
        # What came back was refunded after it had left: it is not to be sent again.
        ({"packed_quantity": 3, "refunded_quantity": 1, "returned_quantity": 1}, 2),
        ({"needs_shipping": False}, 0),
    ],
)
def test_what_may_still_be_packed(columns, left):
    assert remaining(a_row(**columns)) == left


def test_what_was_refunded_and_came_back_was_not_cancelled():
    assert cancelled(a_row(refunded_quantity=3, returned_quantity=2)) == 1
    assert cancelled(a_row(refunded_quantity=1, returned_quantity=2)) == 0


def test_the_store_never_ships_more_than_was_ordered():
    assert gone(a_row(store_shipped_quantity=9)) == 5


@pytest.mark.parametrize(
    ("counts", "says_shipped", "status"),
    [
        ([(2, 0, 0)], False, ShippingStatus.UNSHIPPED),
        ([(2, 1, 0)], False, ShippingStatus.PARTIALLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 0)], False, ShippingStatus.PARTIALLY_SHIPPED),
        ([(2, 2, 0), (1, 0, 1)], False, ShippingStatus.FULLY_SHIPPED),
        ([(2, 0, 2)], False, ShippingStatus.UNSHIPPED),
        ([(2, 0, 0)], True, ShippingStatus.FULLY_SHIPPED),
        ([], False, ShippingStatus.UNSHIPPED),
        ([], True, ShippingStatus.FULLY_SHIPPED),
    ],
)
def test_a_status_follows_from_pieces(counts, says_shipped, status):
    known = [LineCount(ordered=ordered, gone=left, refunded=back) for ordered, left, back in counts]
    assert shipping_status(known, store_says_shipped=says_shipped) == status


def test_an_order_that_the_store_calls_shipped_has_left_without_any_shipment(db):
    order = an_order(a_company(), status=SHIPPED)
    line = order.lines.get()
    assert (gone(line), gone_of(order, line)) == (0, 2)
    line.refunded_quantity = 1
    assert gone_of(order, line) == 1


def test_our_own_word_in_the_store_counts_pieces_alone(db):
    order = an_order(a_company(), status=SHIPPED)
    order.is_store_status_ours = True
    assert gone_of(order, order.lines.get()) == 0


def test_shipments_of_the_store_are_counted_by_piece(db):
    order = an_order(a_company())
    receive_shipments(order.company, [a_store_shipment("14")])
    assert gone_of(order, order.lines.get()) == 1
