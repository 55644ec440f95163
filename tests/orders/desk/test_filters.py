"""The filters of Manage Orders."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from orders.desk.filtering.days import days_of
from orders.desk.filtering.text_search import by_words, telling_part
from orders.desk.filters import OrderFilters
from orders.importing.intake import receive
from orders.models import Order
from orders.state.summary import packages_changed
from tests.factories import (
    UNPAID,
    a_company,
    a_customer,
    a_line,
    a_package,
    a_store_order,
    a_user,
    an_order,
)


@pytest.mark.parametrize(
    ("placed", "first", "last"),
    [
        ("today", "2026-03-01", "2026-03-01"),
        ("yesterday", "2026-02-28", "2026-02-28"),
        ("last_7_days", "2026-02-23", "2026-03-01"),
        ("last_14_days", "2026-02-16", "2026-03-01"),
        ("last_31_days", "2026-01-30", "2026-03-01"),
        ("month_to_date", "2026-03-01", "2026-03-01"),
        ("last_month", "2026-02-01", "2026-02-28"),
    ],
)
def test_the_days_of_a_preset(placed, first, last):
    expected = (date.fromisoformat(first), date.fromisoformat(last))
    assert days_of(placed, date(2026, 3, 1)) == expected


def test_what_is_no_filter_counts_as_none():
    odd = {"status": "flying", "payment": "x", "company": "1 or 1", "placed": "ever", "rush": "2"}
    assert OrderFilters.of(odd) == OrderFilters()


@pytest.fixture
def desk(db):
    """Two companies with an order each, one unpaid and one rush; and who works for both."""
    first, second = a_company("First"), a_company("Second")
    receive(first, [a_store_order("9001"), a_store_order("9002", status=UNPAID)])
    receive(second, [a_store_order("9003")])
    Order.objects.filter(store_order_id="9003").update(
        is_rush=True, shipping_status="fully_shipped"
    )
    browser = Client()
    browser.force_login(a_user(first, second))
    return browser


def shown(browser: Client, query: str) -> set[str]:
    page = browser.get(f"/orders/?{query}").context["page"]
    return {order.store_order_id for order in page}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", {"9001", "9002", "9003"}),
        ("payment=no_payment", {"9002"}),
        ("payment=charged&shipping=unshipped", {"9001"}),
        ("shipping=fully_shipped", {"9003"}),
        ("rush=1", {"9003"}),
        ("needs_method=1", {"9001", "9002"}),
        ("status=on_hold", set()),
        ("q=9002", {"9002"}),
    ],
)
def test_each_filter(desk, query, numbers):
    assert shown(desk, query) == numbers


def test_one_company(desk):
    second = Order.objects.get(store_order_id="9003").company_id
    assert shown(desk, f"company={second}") == {"9003"}


def test_days_are_those_of_the_company(desk):
    order = Order.objects.get(store_order_id="9001")
    order.company.time_zone = "Pacific/Auckland"
    order.company.save()
    now = datetime.now(UTC)
    Order.objects.filter(pk=order.pk).update(placed_at=now)
    assert shown(desk, f"company={order.company_id}&placed=today") == {"9001"}
    assert shown(desk, f"company={order.company_id}&placed=yesterday") == set()


def test_a_foreign_company_shows_nothing(desk):
    foreign = a_company("Foreign")
    receive(foreign, [a_store_order("9009")])
    assert shown(desk, f"company={foreign.pk}") == set()


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("SKU-00123", "-00123"),
        ("lee7401@example.com", "lee7401@"),
        ("maria.schmidt@example.com", "maria.schmidt@"),
        ("jo@example.com", "jo@example.com"),
        ("TS-2024-RED", "TS-2024-RED"),
        ("muller", "muller"),
        ("1Z999AA10123456784", "1Z999AA10123456784"),
        ("A-00001-1234567", "-1234567"),
    ],
)
def test_the_index_is_asked_for_the_part_that_tells_most(word, part):
    assert telling_part(word) == part


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("TS-00123", {"9001"}),
        ("ts-0012", {"9001", "9003"}),
        ("tx-00123", set()),
        ("ts-001234", {"9003"}),
        ("ts-00123 9003", set()),
    ],
)
def test_the_whole_word_must_stand_there_and_a_whole_sku_means_that_sku(db, words, numbers):
    company = a_company("First")
    receive(company, [a_store_order("9001", lines=(a_line(sku="TS-00123"),))])
    receive(company, [a_store_order("9002", lines=(a_line(sku="XS-00777"),))])
    receive(company, [a_store_order("9003", lines=(a_line(sku="TS-001234"),))])
    browser = Client()
    browser.force_login(a_user(company))
    assert shown(browser, f"q={words}") == numbers


@pytest.mark.parametrize(
    "words",
    [
        *("555-100-0019", "(555) 100-0019", "+1 (555) 100-0019", "0015551000019", "#97"),
        *("1Z 999 AA1 01 2345 6784", "'1Z999AA10123456784", "\u200b1Z999AA1\u00a0", "１Ｚ９９９"),
    ],
)
def test_a_number_is_found_in_any_grouping(company, words):
    order = an_order(company, customer=a_customer(phone="+15551000019"))
    a_package(order)
    packages_changed([order.pk])
    an_order(company, "98")
    assert list(Order.objects.filter(by_words(words))) == [order]
