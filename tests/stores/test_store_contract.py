"""What every store must do when it is told something: each adapter passes the same test.

CS-Cart and the fake that plays it have ways of their own, at the end.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from stores.errors import StoreError, StoreRefused, StoreUnavailable
from stores.port import NoticeLine
from tests.cscart.conftest import sandbox
from tests.factories import a_notice
from tests.stores.shops import Shop, adapter_shop, example_shop, fake_shop

__all__ = ["sandbox"]

SHIPPED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture(params=["adapter", "fake", "example"])
def shop(request, sandbox, tmp_path, monkeypatch) -> Shop:
    monkeypatch.setenv("DROP_FOLDERS", str(tmp_path))
    if request.param == "adapter":
        return adapter_shop(sandbox)
    return fake_shop() if request.param == "fake" else example_shop(tmp_path)


@pytest.fixture(params=["adapter", "fake"])
def cscart(request, sandbox) -> Shop:
    """A shop with CS-Cart's own ways."""
    return adapter_shop(sandbox) if request.param == "adapter" else fake_shop()


def test_a_shipment_is_there_with_its_contents_number_and_time(shop):
    number = shop.send(("11", 2))
    (shipment,) = shop.store.shipments_of(["1"])
    assert shipment.store_shipment_id == number
    assert shipment.tracking_number == "1Z999AA10123456784"
    assert (dict(shipment.quantities), shipment.shipped_at) == ({"11": 2}, SHIPPED_AT)
    assert shop.order().shipment_ids == (number,)
    assert [line.shipped_quantity for line in shop.order().lines] == [2, 0]
    assert shop.mails() == 1


def test_no_mail_leaves_when_none_may(shop):
    shop.send(may_mail=False)
    assert shop.mails() == 0


def test_the_same_call_again_makes_another_shipment(shop):
    assert shop.send(("11", 1)) != shop.send(("11", 1))
    assert shop.mails() == 2


def test_nothing_left_is_refused(shop):
    shop.send(("11", 2))
    with pytest.raises(StoreRefused):
        shop.send(("11", 2))
    assert shop.mails() == 1


def test_a_shipment_with_items_is_not_removed_as_an_orphan(shop):
    number = shop.send()
    with pytest.raises(StoreRefused, match="has items"):
        shop.store.remove_orphan(number)
    assert shop.store.shipment(number) is not None


def test_a_tracking_number_is_corrected_without_another_shipment_or_mail(shop):
    number = shop.send(("11", 2), ("12", 1))
    shop.store.correct_shipment(number, "1ZNEW")
    (shipment,) = shop.store.shipments_of(["1"])
    assert shipment.tracking_number == "1ZNEW"
    assert shop.mails() == 1


def test_a_correction_of_an_unknown_shipment_passes_for_a_success(shop):
    shop.store.correct_shipment("4711", "1ZNEW")
    assert shop.store.shipment("4711") is None


def test_a_status_is_set_and_nothing_else_moves(shop):
    before = shop.order()
    assert shop.store.can_set_statuses()
    shop.store.set_status("1", shop.sent_code, may_mail=True)
    after = shop.order()
    assert after.status.code == shop.sent_code
    assert after.totals == before.totals
    assert after.lines == before.lines
    assert shop.mails() == 1


def test_the_same_status_again_mails_nobody(shop):
    shop.store.set_status("1", shop.sent_code, may_mail=True)
    shop.store.set_status("1", shop.sent_code, may_mail=True)
    assert shop.mails() == 1


def test_orders_that_are_not_there_are_left_out_of_a_look(shop):
    assert [order.store_order_id for order in shop.store.look_at(["1", "4711"])] == ["1"]


def test_lines_that_a_parcel_names_are_kept_apart(shop):
    notice = a_notice("1", ("11", 1))
    more = (*notice.lines, NoticeLine(store_line_id="12", quantity=1))
    number = shop.store.send_shipment(replace(notice, lines=more))
    assert dict(shop.store.shipment(number).quantities) == {"11": 1, "12": 1}


def test_what_the_order_does_not_have_becomes_no_shipment_of_it(shop):
    with pytest.raises(StoreError):
        shop.send(("77", 1))
    assert list(shop.store.shipments_of(["1"])) == []
    assert shop.mails() == 0


def test_a_shipment_is_found_by_its_number_and_among_the_new_ones(shop):
    first, second = shop.send(("11", 1)), shop.send(("12", 1))
    found = shop.store.shipment(second)
    assert found is not None
    assert (found.store_shipment_id, found.store_order_id) == (second, "1")
    new = [one.store_shipment_id for batch in shop.store.shipments_after(0) for one in batch]
    assert new == [second, first], "newest first"
    later = [one for batch in shop.store.shipments_after(int(first)) for one in batch]
    assert [one.store_shipment_id for one in later] == [second]


def test_more_than_is_left_is_cut_without_a_word(cscart):
    cscart.send(("11", 1))
    number = cscart.send(("11", 2))
    assert dict(cscart.store.shipment(number).quantities) == {"11": 1}


def test_a_line_that_the_order_does_not_have_leaves_an_orphan_that_can_be_found_and_removed(cscart):
    with pytest.raises(StoreUnavailable) as caught:
        cscart.send(("77", 1))
    assert caught.value.may_have_happened
    assert list(cscart.store.shipments_of(["1"])) == []
    (orphan,) = cscart.store.orphans_at(SHIPPED_AT)
    assert (orphan.store_order_id, orphan.tracking_number) == ("", "1Z999AA10123456784")
    cscart.store.remove_orphan(orphan.store_shipment_id)
    assert list(cscart.store.orphans_at(SHIPPED_AT)) == []
    assert cscart.mails() == 0
