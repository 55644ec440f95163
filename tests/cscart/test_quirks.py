"""What hosts, add-ons and old data make of a store's answers, and what the adapter reads."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cscart_connector.cscart.responses import RawResponse, read_response
from sandbox.order_building import new_line
from sandbox.order_list import list_orders
from stores.errors import (
    StoreBrokeDown,
    StoreForbidden,
    StoreRecordMissing,
    StoreRefused,
    StoreUnavailable,
)
from stores.port import StoreOrder, UnreadableOrder
from tests.cscart.conftest import adapter_of, client_of
from tests.factories import a_notice


def ids_of(pages) -> list[int]:
    return [int(row.store_order_id) for page in pages for row in page.rows]


@pytest.mark.parametrize("fault", ["bom", "php-warning", "php-notice"])
def test_a_missing_record_is_known_whatever_stands_before_its_json(sandbox, fault):
    sandbox.control.fault(fault)
    with pytest.raises(StoreRecordMissing):
        client_of(sandbox).get("orders/5")


def test_a_refused_write_is_no_success_though_a_notice_lost_its_status(sandbox):
    sandbox.control.create_order()
    sandbox.control.fault("php-notice")
    with pytest.raises(StoreRefused, match="says: “Bad Request: The carrier"):
        client_of(sandbox).create_shipment({"order_id": 1, "shipping_id": 1})


def test_a_page_that_is_no_api_is_still_told_as_that(sandbox):
    sandbox.control.settings(rewriting=False)
    with pytest.raises(StoreRefused, match="no API at this address"):
        client_of(sandbox).get("orders/5")


def test_an_answer_that_is_nested_without_end_is_a_broken_one():
    body = b'{"order_id":"1","deep":' * 100_000 + b"1" + b"}" * 100_000
    with pytest.raises(StoreBrokeDown, match="nested too deeply"):
        read_response(RawResponse(200, {}, body), is_write=False)


@pytest.mark.parametrize("fault", ["500-html-before", "empty-200", "broken-json"])
def test_an_order_over_which_the_store_breaks_down_stops_no_other(sandbox, fault):
    for _ in range(3):
        sandbox.control.create_order()
    sandbox.control.fault(fault, path="orders/2", times=99)
    adapter = adapter_of(sandbox)
    found = {order.store_order_id: order for order in adapter.fetch_orders(["1", "2", "3"])}
    assert isinstance(found["3"], StoreOrder)
    broken = found["2"]
    assert isinstance(broken, UnreadableOrder)
    assert "not for order 2" in broken.sentence
    assert "back office" in broken.sentence


def test_a_store_that_breaks_down_over_everything_is_down(sandbox):
    sandbox.control.create_order()
    sandbox.control.fault("500-html-before", times=99)
    with pytest.raises(StoreUnavailable):
        list(adapter_of(sandbox).fetch_orders(["1"]))


@pytest.mark.parametrize("is_hidden", [False, True])
@pytest.mark.parametrize("profile", ["4.10", "4.20"])
@pytest.mark.parametrize("after", [0, 30])
def test_a_walk_goes_by_the_rows_that_come(sandbox_of, profile, is_hidden, after):
    store = sandbox_of(profile)
    for _ in range(61):
        store.control.create_order()
    store.control.settings(page_cap=10, page_cap_is_hidden=is_hidden)
    adapter = adapter_of(store)
    found = ids_of(adapter.all_orders(adapter.abilities(), after=after))
    assert found == list(range(after + 1, 62))


@pytest.mark.parametrize("is_hidden", [False, True])
def test_shipments_are_read_to_the_end_through_capped_pages(sandbox, is_hidden):
    sandbox.control.create_order(products=[new_line(5, amount=40)])
    for _ in range(35):
        sandbox.control.add_shipment(
            order_id=1, shipping_id=1, products={"5": 1}, tracking_number="T", carrier="ups"
        )
    sandbox.control.settings(page_cap=10, page_cap_is_hidden=is_hidden)
    adapter = adapter_of(sandbox)
    assert len({one.store_shipment_id for one in adapter.shipments_of(["1"])}) == 35
    assert len([one for batch in adapter.shipments_after(0) for one in batch]) == 35


def test_a_walk_that_saw_too_few_rows_says_so(sandbox, monkeypatch):
    for _ in range(12):
        sandbox.control.create_order()

    def without_the_last(state, query, scope):
        answer = list_orders(state, query, scope)
        answer["orders"] = [row for row in answer["orders"] if row["order_id"] != "12"]
        return answer

    monkeypatch.setattr("sandbox.api.list_orders", without_the_last)
    adapter = adapter_of(sandbox)
    pages = adapter.all_orders(adapter.abilities())
    assert ids_of([next(pages)]) == list(range(1, 12)), "what came is handed on all the same"
    with pytest.raises(StoreUnavailable, match="only 11 of the 12 entries"):
        list(pages)


@pytest.mark.parametrize("timestamp", [0, 999_999_999_999_999])
def test_a_shipment_with_an_unusable_time_is_seen_with_an_unknown_date(sandbox, timestamp):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    sandbox.control.add_shipment(
        order_id=1, shipping_id=1, products={"5": 2}, tracking_number="T1", timestamp=timestamp
    )
    adapter = adapter_of(sandbox)
    (found,) = adapter.shipments_of(["1"])
    assert (found.tracking_number, found.shipped_at, found.quantities) == ("T1", None, (("5", 2),))
    assert adapter.shipment("1") == found
    assert [list(batch) for batch in adapter.shipments_after(0)] == [[found]]


def test_an_unknown_carrier_has_its_own_name(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    for carrier in ("GLS Parcel", "ups"):
        sandbox.control.add_shipment(
            order_id=1, shipping_id=1, products={"5": 1}, tracking_number="T", carrier=carrier
        )
    found = adapter_of(sandbox).shipments_of(["1"])
    assert [one.carrier for one in found] == ["GLS Parcel", "UPS"]


def test_a_carrier_as_long_as_the_store_takes_is_read_whole_and_sent_whole(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    adapter = adapter_of(sandbox)
    adapter.send_shipment(a_notice("1", ("5", 2), carrier="C" * 255))
    (found,) = adapter.shipments_of(["1"])
    assert found.carrier == "C" * 255


def test_a_shipment_of_ours_bears_its_reference(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    adapter = adapter_of(sandbox)
    adapter.send_shipment(a_notice("1", ("5", 2), reference="Parcel 7"))
    (found,) = adapter.shipments_of(["1"])
    assert found.comments == "Parcel 7"


def test_an_orphan_shows_the_reference_it_was_written_with(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    sandbox.control.fault("500-half-write", method="POST")
    adapter, shipped_at = adapter_of(sandbox), datetime(2026, 11, 20, 12, tzinfo=UTC)
    notice = a_notice("1", ("5", 2), reference="Parcel 7", shipped_at=shipped_at)
    with pytest.raises(StoreUnavailable):
        adapter.send_shipment(notice)
    (orphan,) = adapter.orphans_at(shipped_at)
    assert orphan.comments == "Parcel 7"


def test_whether_statuses_may_be_set_is_not_known_where_the_store_forbids_to_ask(sandbox):
    sandbox.control.fault("403", method="PUT")
    adapter = adapter_of(sandbox)
    with pytest.raises(StoreForbidden):
        adapter.can_set_statuses()
    assert adapter.can_set_statuses()


def test_gift_certificates_that_were_bought_are_counted_once(sandbox):
    bought = {"gift_certificates": {"9": {"amount": "25.00"}}}
    sandbox.control.create_order(more=bought)
    (order,) = adapter_of(sandbox).fetch_orders(["1"])
    assert isinstance(order, StoreOrder)
    assert order.warnings == ()
    assert (order.totals.subtotal, order.totals.gift_certificates_bought) == (
        Decimal("36.00"),
        Decimal("25.00"),
    )
    assert order.document["subtotal"] == 61
