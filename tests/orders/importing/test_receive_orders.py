"""Writing orders down exactly once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.importing.intake import receive
from orders.models import Order, OrderStatus, PaymentStatus, ShippingStatus
from tests.factories import (
    CANCELLED,
    PAID,
    SHIPPED,
    UNPAID,
    a_company,
    a_customer,
    a_line,
    a_store_order,
    an_address,
    some_totals,
)


def only_order() -> Order:
    return Order.objects.get()


def messages_of(order: Order) -> list[str]:
    return [event.message for event in order.events.order_by("id")]


def test_it_creates_an_order_with_everything_the_store_said(company):
    received = receive(company, [a_store_order("97")])
    order = only_order()
    assert [one.key for one in received.created] == ["97"]
    assert (order.store_order_id, order.grand_total) == ("97", Decimal("29.50"))
    assert order.customer_name == "Ana Brandt"
    assert [str(line) for line in order.lines.all()] == ["2 × T-shirt"]
    assert order.lines.get().options == [{"name": "Colour", "value": "Red"}]
    assert order.shipping_groups.get().method_name == "Courier, 2-3 days"
    assert order.taxes.get().amount == Decimal("2.00")
    assert {address.kind for address in order.addresses.all()} == {"billing", "shipping"}
    assert messages_of(order) == ["Imported from the website as “Paid”."]


def test_an_order_without_a_currency_takes_the_companys(company):
    company.currency = "EUR"
    receive(company, [a_store_order()])
    assert only_order().currency == "EUR"


@pytest.mark.parametrize(
    ("fields", "statuses"),
    [
        ({}, (OrderStatus.IN_PROCESS, PaymentStatus.CHARGED, ShippingStatus.UNSHIPPED)),
        (
            {"status": UNPAID},
            (OrderStatus.IN_PROCESS, PaymentStatus.NO_PAYMENT, ShippingStatus.UNSHIPPED),
        ),
        (
            {"status": SHIPPED},
            (OrderStatus.COMPLETED, PaymentStatus.CHARGED, ShippingStatus.FULLY_SHIPPED),
        ),
        (
            {"lines": (a_line(shipped_quantity=1),)},
            (OrderStatus.IN_PROCESS, PaymentStatus.CHARGED, ShippingStatus.PARTIALLY_SHIPPED),
        ),
        (
            {"lines": (a_line(shipped_quantity=2), a_line("12", needs_shipping=False))},
            (OrderStatus.COMPLETED, PaymentStatus.CHARGED, ShippingStatus.FULLY_SHIPPED),
        ),
    ],
)
def test_an_order_comes_in_with_the_statuses_of_its_facts(company, fields, statuses):
    receive(company, [a_store_order(**fields)])
    order = only_order()
    assert (order.order_status, order.payment_status, order.shipping_status) == statuses


def test_the_same_order_again_makes_no_second_and_writes_nothing(company):
    receive(company, [a_store_order()])
    with CaptureQueriesContext(connection) as queries:
        received = receive(company, [a_store_order()])
    assert [one.key for one in received.unchanged] == ["97"]
    assert Order.objects.count() == 1
    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_twice_in_one_batch_is_one_order_and_the_later_counts(company):
    receive(company, [a_store_order(), a_store_order(staff_note="later")])
    assert only_order().staff_note == "later"


def test_a_change_in_the_store_is_refreshed_and_told_on_the_timeline(company):
    receive(company, [a_store_order(status=UNPAID)])
    paid = a_store_order(
        customer=a_customer(email="new@example.com"),
        lines=(a_line(quantity=3), a_line("12", name="Mug")),
        totals=some_totals(total=Decimal("49.50"), subtotal=Decimal("40.00")),
    )
    received = receive(company, [paid])
    order = only_order()
    assert [one.key for _, one in received.updated] == ["97"]
    assert (order.payment_status, order.customer_email) == ("charged", "new@example.com")
    assert [line.quantity for line in order.lines.all()] == [3, 2]
    assert set(messages_of(order)[1:]) == {
        "Website status changed from “Open” to “Paid”.",
        "Grand total changed from “29.50” to “49.50”.",
        "E-mail changed from “ana@example.com” to “new@example.com”.",
        "T-shirt: quantity changed from 2 to 3.",
        "Item added: 2 × Mug.",
        "The store says that the order is paid: 49.50 USD.",
    }


def test_a_refreshed_line_keeps_its_identity_and_a_vanished_one_goes(company):
    receive(company, [a_store_order(lines=(a_line("11"), a_line("12")))])
    before = only_order().lines.get(store_line_id="11").pk
    receive(company, [a_store_order(lines=(a_line("11", quantity=5),))])
    assert [(line.pk, line.quantity) for line in only_order().lines.all()] == [(before, 5)]


def test_a_changed_address_is_refreshed(company):
    receive(company, [a_store_order()])
    moved = an_address(city="Lyon", country="FR")
    receive(company, [a_store_order(shipping_address=moved, billing_address=None)])
    assert [address.city for address in only_order().addresses.all()] == ["Lyon"]
    assert messages_of(only_order())[-1] == "Details of the order changed in the store."


def test_the_customers_method_stays_as_it_first_came(company):
    order = a_store_order()
    receive(company, [order])
    renamed = tuple(replace(group, method_name="Express") for group in order.shipping_groups)
    receive(company, [a_store_order(shipping_groups=renamed)])
    assert only_order().shipping_groups.get().method_name == "Courier, 2-3 days"


def test_a_persons_hold_survives_every_refresh(company):
    receive(company, [a_store_order()])
    Order.objects.update(order_status=OrderStatus.ON_HOLD)
    receive(company, [a_store_order(status=SHIPPED)])
    assert only_order().order_status == OrderStatus.ON_HOLD


def test_a_cancellation_in_the_store_is_shown_but_not_followed(company):
    receive(company, [a_store_order()])
    receive(company, [a_store_order(status=CANCELLED)])
    order = only_order()
    assert order.order_status == OrderStatus.IN_PROCESS
    assert order.payment_status == PaymentStatus.CHARGED
    assert "Do not ship it" in order.conflicts.get().message


def test_two_companies_may_have_the_same_store_order_id(company):
    receive(company, [a_store_order("97")])
    receive(a_company(), [a_store_order("97")])
    assert Order.objects.filter(store_order_id="97").count() == 2


@pytest.mark.parametrize("status", [PAID, UNPAID], ids=["new", "changed"])
def test_the_number_of_statements_does_not_grow_with_the_batch(company, status):
    receive(company, [a_store_order(str(n)) for n in range(42)] if status is UNPAID else [])

    def statements(numbers: range) -> int:
        with CaptureQueriesContext(connection) as queries:
            receive(company, [a_store_order(str(n), status=status) for n in numbers])
        return len(queries)

    assert statements(range(2)) == statements(range(2, 42))
