"""Payments: those that the store tells of, those entered by hand, and the status that follows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from orders.importing.intake import receive
from orders.models import EventKind, Order, OrderStatus, Payment, PaymentKind, PaymentStatus
from orders.state.balances import Balance, payment_status
from settings.models import StatusReading
from stores.port import StoreStatus
from tests.factories import CANCELLED, PAID, UNPAID, a_company, a_store_order, a_user, some_totals

P = PaymentStatus
REFUNDED = StoreStatus(code="R", name="Refunded", reading=StatusReading.REFUNDED)


def money(text: str) -> Decimal:
    return Decimal(text)


@pytest.mark.parametrize(
    ("received", "refunded", "current", "expected", "due"),
    [
        ("0.00", "0.00", P.AUTHORIZED, P.AUTHORIZED, "29.50"),
        ("10.00", "0.00", P.NO_PAYMENT, P.PARTIAL_PAYMENT, "19.50"),
        ("29.50", "0.00", P.PARTIAL_PAYMENT, P.CHARGED, "0.00"),
        ("30.00", "0.00", P.NO_PAYMENT, P.CHARGED, "-0.50"),
        ("29.50", "10.00", P.CHARGED, P.PARTIAL_REFUND, "0.00"),
        ("29.50", "29.50", P.CHARGED, P.FULL_REFUND, "0.00"),
        ("10.00", "10.00", P.PARTIAL_PAYMENT, P.FULL_REFUND, "19.50"),
    ],
)
def test_the_status_follows_from_the_rows(received, refunded, current, expected, due):
    balance = Balance(total=money("29.50"), received=money(received), refunded=money(refunded))
    assert payment_status(balance, current) == expected
    assert balance.remaining_dues == money(due)


@pytest.fixture
def company(db):
    return a_company()


def take(company, **fields) -> Order:
    receive(company, [a_store_order("97", **fields)])
    return Order.objects.get()


def rows(order: Order) -> list[tuple[str, Decimal, bool]]:
    return [(row.kind, row.amount, row.is_from_store) for row in order.payments.all()]


def test_a_paid_order_comes_in_with_one_payment(company):
    order = take(company)
    assert rows(order) == [(PaymentKind.PAYMENT, money("29.50"), True)]
    payment = order.payments.get()
    assert (payment.method, payment.reference) == ("Card (online)", "tx_81f")
    assert payment.paid_at == order.placed_at


def test_an_unpaid_order_gets_its_payment_when_the_store_says_so(company):
    assert rows(take(company, status=UNPAID)) == []
    order = take(company, status=PAID)
    assert rows(order) == [(PaymentKind.PAYMENT, money("29.50"), True)]
    assert order.payment_status == P.CHARGED
    event = order.events.get(kind=EventKind.PAYMENT)
    assert event.message == "The store says that the order is paid: 29.50 USD."


def test_the_payment_follows_a_total_that_the_store_changes(company):
    take(company)
    order = take(company, totals=some_totals(total=money("19.50")))
    assert rows(order) == [(PaymentKind.PAYMENT, money("19.50"), True)]
    assert order.payment_status == P.CHARGED


def test_a_payment_is_never_taken_back(company):
    take(company)
    order = take(company, status=UNPAID)
    assert rows(order) == [(PaymentKind.PAYMENT, money("29.50"), True)]
    assert order.payment_status == P.CHARGED
    assert take(company, status=CANCELLED).payment_status == P.CHARGED


def test_a_higher_total_without_a_paid_status_leaves_the_rest_due(company):
    take(company)
    order = take(company, status=UNPAID, totals=some_totals(total=money("35.00")))
    assert rows(order) == [(PaymentKind.PAYMENT, money("29.50"), True)]
    assert order.payment_status == P.PARTIAL_PAYMENT


def test_a_refund_in_the_store_gives_everything_back_once(company):
    take(company)
    for note in ("", "Seen again"):
        order = take(company, status=REFUNDED, staff_note=note)
        assert rows(order) == [
            (PaymentKind.PAYMENT, money("29.50"), True),
            (PaymentKind.REFUND, money("29.50"), False),
        ]
        assert order.payment_status == P.FULL_REFUND


def test_our_partial_refund_outlives_what_the_store_says(company):
    order = take(company)
    Payment.objects.create(
        order=order, kind=PaymentKind.REFUND, amount=money("5.00"), paid_at=timezone.now()
    )
    assert take(company, staff_note="x").payment_status == P.PARTIAL_REFUND
    assert take(company, status=REFUNDED).payment_status == P.PARTIAL_REFUND
    assert order.payments.count() == 2


def test_money_entered_by_hand_is_not_counted_again_when_the_store_says_paid(company):
    order = take(company, status=UNPAID)
    staff(order).post(f"/orders/{order.pk}/payments/", payment("20.00"))
    order = take(company, status=PAID)
    assert sum(row.amount for row in order.payments.all()) == money("29.50")
    assert order.payment_status == P.CHARGED


def staff(order: Order, *roles: str, username: str = "kim") -> Client:
    browser = Client()
    browser.force_login(a_user(order.company, username=username, roles=roles or ("Edit",)))
    return browser


def payment(amount: str, **fields: str) -> dict[str, str]:
    today = timezone.now().date().isoformat()
    return {"method": "Wire", "amount": amount, "paid_on": today, "reference": "W-1", **fields}


def test_a_payment_is_received_in_parts(company):
    order = take(company, status=UNPAID)
    browser, url = staff(order), f"/orders/{order.pk}/payments/"
    assert 'value="29.50"' in browser.get(url).content.decode()
    browser.post(url, payment("10.00"))
    order.refresh_from_db()
    assert order.payment_status == P.PARTIAL_PAYMENT
    event = order.events.filter(kind=EventKind.PAYMENT).latest("pk")
    assert event.message == "Received 10.00 USD by Wire, reference W-1."
    assert str(event.by) == "kim"
    assert 'value="19.50"' in browser.get(url).content.decode()
    browser.post(url, payment("19.50", paid_on="2026-11-02"))
    order.refresh_from_db()
    assert order.payment_status == P.CHARGED
    first = order.payments.earliest("paid_at")
    assert first.paid_at.date() == datetime(2026, 11, 2, tzinfo=UTC).date()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (payment("29.51"), "Only 29.50 USD is due."),
        (payment("0.00"), "greater than or equal to 0.01"),
        (payment("5.00", method="Shells"), "Select a valid choice"),
        (
            payment("5.00", paid_on=(timezone.now() + timedelta(days=3)).date().isoformat()),
            "This day is in the future.",
        ),
    ],
)
def test_a_payment_that_cannot_be_is_refused(company, sent, sentence):
    order = take(company, status=UNPAID)
    page = staff(order).post(f"/orders/{order.pk}/payments/", sent).content.decode()
    assert sentence in page
    assert not order.payments.exists()


def test_nothing_is_received_twice_nor_for_a_void_order(company):
    order = take(company)
    browser, url = staff(order), f"/orders/{order.pk}/payments/"
    assert "Nothing is due" in browser.post(url, payment("29.50")).content.decode()
    Order.objects.update(order_status=OrderStatus.VOID)
    assert "The order is Void." in browser.get(url).content.decode()
    assert order.payments.count() == 1


def test_a_stale_payment_form_is_told_and_keeps_its_input(company):
    order = take(company, status=UNPAID)
    browser, url = staff(order), f"/orders/{order.pk}/payments/"
    seen = browser.get(url).context["seen"]
    staff(order, username="lee").post(f"/orders/{order.pk}/moves/on_hold/", {"comment": "Fraud?"})
    answer = browser.post(url, payment("10.00", seen=str(seen)))
    page = answer.content.decode()
    assert "The order changed while you were editing." in page
    assert "In Process → On Hold. Fraud?" in page
    assert "(lee," in page
    assert 'value="10.00"' in page
    assert not order.payments.exists()
    browser.post(url, payment("10.00", seen=str(answer.context["seen"])))
    assert order.payments.count() == 1


def test_ones_own_changes_and_notes_make_no_form_stale(company):
    order = take(company, status=UNPAID)
    browser, url = staff(order), f"/orders/{order.pk}/payments/"
    seen = str(browser.get(url).context["seen"])
    browser.post(f"/orders/{order.pk}/moves/on_hold/")
    other = staff(order, username="lee")
    other.post(f"/orders/{order.pk}/notes/", {"kind": "general", "text": "Called"})
    browser.post(url, payment("10.00", seen=seen))
    assert order.payments.count() == 1


def test_a_stale_move_is_told(company):
    order = take(company)
    browser, url = staff(order), f"/orders/{order.pk}/moves/problem_order/"
    seen = str(browser.get(url).context["seen"])
    receive(company, [replace(a_store_order("97"), payment_method="Invoice")])
    page = browser.post(url, {"comment": "Odd address", "seen": seen}).content.decode()
    assert "Payment method changed" in page
    assert "Odd address" in page
    order.refresh_from_db()
    assert order.order_status == OrderStatus.IN_PROCESS


def test_orders_that_came_in_before_get_the_same_payments(company):
    receive(
        company,
        [
            a_store_order("1"),
            a_store_order("2", status=UNPAID),
            a_store_order("3", status=REFUNDED),
        ],
    )
    columns = ("order__store_order_id", "kind", "amount", "method", "paid_at", "is_from_store")
    expected = sorted(Payment.objects.values_list(*columns))
    Payment.objects.all().delete()
    migration = import_module("orders.migrations.0019_payments_of_known_orders")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.PAID)
            cursor.execute(migration.REFUNDED)
    assert sorted(Payment.objects.values_list(*columns)) == expected
    assert len(expected) == 3
