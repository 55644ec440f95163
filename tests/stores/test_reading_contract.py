"""What every store must tell of its orders: each adapter passes the same test."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from settings.models import StatusReading
from stores.port import StoreOrder
from tests.cscart.conftest import sandbox
from tests.stores.shops import Shop, adapter_shop, example_shop, fake_shop

__all__ = ["sandbox"]

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["adapter", "fake", "example"])
def shop(request, sandbox, tmp_path, monkeypatch) -> Shop:
    monkeypatch.setenv("DROP_FOLDERS", str(tmp_path))
    if request.param == "adapter":
        return adapter_shop(sandbox)
    return fake_shop() if request.param == "fake" else example_shop(tmp_path)


def listed(pages) -> list[str]:
    return [row.store_order_id for page in pages for row in page.rows]


def test_an_order_is_whole_in_the_houses_own_words(shop):
    (order,) = shop.store.fetch_orders(["1", "4711"])
    assert isinstance(order, StoreOrder)
    assert order.status.reading == StatusReading.PAID
    assert [(line.store_line_id, line.quantity) for line in order.lines] == [("11", 2), ("12", 1)]
    assert all(isinstance(line.unit_price, Decimal) for line in order.lines)
    assert order.placed_at.utcoffset() == timedelta(0)
    assert [group.store_shipping_id for group in order.shipping_groups] == ["1"]
    assert order.customer.email
    assert order.shipping_address is not None
    assert order.shipping_address.country == "US"


def test_lists_hold_every_order_and_its_total(shop):
    abilities = shop.store.abilities()
    pages = list(shop.store.all_orders(abilities))
    assert (listed(pages), pages[0].expected) == (["1"], 1)
    (row,) = pages[0].rows
    (order,) = shop.store.fetch_orders(["1"])
    assert (row.total, row.status_code) == (order.totals.total, order.status.code)


def test_lists_leave_out_what_nobody_asked_for(shop):
    abilities = shop.store.abilities()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert listed(shop.store.all_orders(abilities, after=1)) == []
    assert listed(shop.store.all_orders(abilities, placed_since=tomorrow)) == []
    assert listed(shop.store.all_orders(abilities, placed_until=LONG_AGO)) == []
    assert listed(shop.store.all_orders(abilities, placed_since=LONG_AGO)) == ["1"]


def test_changes_are_found_where_the_store_can(shop):
    abilities = shop.store.abilities()
    assert abilities.finds_changed_orders
    assert listed(shop.store.orders_changed_since(LONG_AGO, abilities)) == ["1"]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert listed(shop.store.orders_changed_since(tomorrow, abilities)) == []


def test_orders_are_listed_by_number_without_those_that_are_not_there(shop):
    assert listed(shop.store.orders_by_id(["1", "4711"])) == ["1"]


def test_the_status_of_what_has_left_is_among_the_stores_own(shop):
    by_code = {status.code: status for status in shop.store.statuses()}
    assert by_code[shop.sent_code].reading == StatusReading.SHIPPED


def test_the_clock_is_aware(shop):
    assert shop.store.clock().utcoffset() == timedelta(0)
