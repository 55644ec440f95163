"""A packing slip tells what is in the parcel, what went before and what is to follow."""

from decimal import Decimal

import pytest
from django.utils import timezone

from invoices.document import Document
from invoices.issuing.packing import packing_slip, why_not_pack
from orders.models import Order, OrderLine, OrderStatus, Package, PackageLine
from tests.invoices.issuing.test_credit_notes import some_facts


def a_line(pk: int, quantity: int, **columns: int) -> OrderLine:
    return OrderLine(pk=pk, name=f"Line {pk}", unit_price=Decimal(1), quantity=quantity, **columns)


def told(slip: Document) -> list[tuple[int, dict[str, int]]]:
    return [(line.quantity, dict(line.pieces)) for line in slip.lines]


def test_of_an_untouched_order_it_is_everything_without_a_word():
    assert told(packing_slip(some_facts([a_line(1, 3), a_line(2, 1)]))) == [(3, {}), (1, {})]


def test_what_left_or_was_refunded_is_not_packed_again():
    part = a_line(1, 5, packed_quantity=2, shipped_quantity=2, refunded_quantity=1)
    done = a_line(2, 1, packed_quantity=1, shipped_quantity=1)
    slip = packing_slip(some_facts([part, done]))
    assert told(slip) == [
        (2, {"ordered": 5, "shipped_before": 2, "refunded": 1}),
        (0, {"ordered": 1, "shipped_before": 1}),
    ]


def test_of_an_order_that_has_left_it_is_what_left():
    gone = a_line(1, 3, packed_quantity=2, shipped_quantity=2, refunded_quantity=1)
    assert told(packing_slip(some_facts([gone]))) == [(2, {"ordered": 3, "refunded": 1})]


@pytest.mark.parametrize("has_left", [False, True])
def test_of_a_package_it_is_what_is_in_it(has_left):
    shipped = 3 if has_left else 1
    line, other = a_line(1, 5, packed_quantity=3, shipped_quantity=shipped), a_line(2, 4)
    package = Package(tracking_number="1Z", confirmed_at=timezone.now() if has_left else None)
    package.keep_rows("lines", [PackageLine(package=package, line=line, quantity=2)])
    slip = packing_slip(some_facts([line, other]), package)
    assert told(slip) == [(2, {"ordered": 5, "shipped_before": 1, "to_follow": 2})]
    assert slip.tracking_numbers == ("1Z",)


@pytest.mark.parametrize("status", [OrderStatus.CANCELLED, OrderStatus.VOID])
def test_a_cancelled_order_is_not_packed(status):
    assert "nothing of it is to be packed" in why_not_pack(Order(order_status=status))
    assert why_not_pack(Order(order_status=OrderStatus.ON_HOLD)) == ""
