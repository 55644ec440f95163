"""May an order leave, and when did it: the guard that every door asks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from orders.fulfilment.guards import moment_on, why_not_paid, why_not_ship, why_not_ship_on
from orders.models import ConflictKind, Order, OrderConflict, OrderStatus, PaymentStatus
from tests.factories import UNPAID, a_company, a_line, an_order


@pytest.fixture
def order(db) -> Order:
    return an_order(a_company())


def test_a_paid_order_in_process_may_leave(order):
    assert why_not_ship(order) == ""


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (OrderStatus.ON_HOLD, "The order is On Hold. Set it In Process first."),
        (OrderStatus.PROBLEM_ORDER, "The order is Problem Order. Set it In Process first."),
        (OrderStatus.COMPLETED, "The order is Completed: it does not ship."),
        (OrderStatus.CANCELLED, "The order is Cancelled: it does not ship."),
        (OrderStatus.VOID, "The order is Void: it does not ship."),
    ],
)
def test_a_status_keeps_it_here_and_says_what_helps(order, status, sentence):
    order.order_status = status
    assert why_not_ship(order) == sentence


def test_nothing_is_left_when_all_is_packed(order):
    order.lines.update(packed_quantity=2)
    assert why_not_ship(order) == "Nothing is left to ship."


@pytest.mark.parametrize("kind", ConflictKind.values)
def test_every_open_conflict_keeps_it_here_until_it_is_resolved(order, kind):
    conflict = OrderConflict.objects.create(order=order, kind=kind, message="The store did it.")
    assert "esolve" in why_not_ship(order)
    conflict.settled_at = timezone.now()
    conflict.save()
    assert why_not_ship(order) == ""


@pytest.mark.parametrize(
    ("status", "may_leave"),
    [
        (PaymentStatus.CHARGED, True),
        (PaymentStatus.AUTHORIZED, True),
        (PaymentStatus.PARTIAL_REFUND, True),
        (PaymentStatus.NO_PAYMENT, False),
        (PaymentStatus.PARTIAL_PAYMENT, False),
        (PaymentStatus.FULL_REFUND, False),
    ],
)
def test_payments_decide(order, status, may_leave):
    order.payment_status = status
    assert (why_not_paid(order) == "") == may_leave


def test_an_unpaid_order_leaves_where_a_person_or_the_company_allows_it(db):
    order = an_order(a_company(), status=UNPAID)
    assert "Allow shipping even not paid" in why_not_paid(order)
    order.allow_unpaid_shipping = True
    assert why_not_paid(order) == ""
    company = a_company(allow_shipping_unpaid_orders=True)
    assert why_not_paid(an_order(company, "98", status=UNPAID)) == ""


def test_a_ship_date_lies_between_the_order_and_today(order):
    assert "is before the order was placed (2026-11-01)" in why_not_ship_on(
        order, date(2026, 10, 31)
    )
    assert "is in the future." in why_not_ship_on(order, date(2999, 1, 1))
    assert why_not_ship_on(order, date(2026, 11, 1)) == ""


def test_a_ship_date_never_shows_the_time_of_the_order(order):
    order.placed_at = datetime(2026, 11, 1, 14, 30, tzinfo=UTC)
    assert moment_on(order, date(2026, 11, 1)) == datetime(2026, 11, 1, 23, 59, tzinfo=UTC)
    assert moment_on(order, date(2026, 11, 2)) == datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_today_is_now(order):
    order.placed_at = timezone.now() - timedelta(minutes=5)
    for day in (None, timezone.localdate(timezone=order.company.zone)):
        assert timezone.now() - moment_on(order, day) < timedelta(seconds=5)


def test_a_download_alone_never_ships(db):
    order = an_order(a_company(), lines=(a_line(needs_shipping=False),))
    assert why_not_ship(order) == "Nothing is left to ship."
