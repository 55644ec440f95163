"""What every store must do when it is told something: the gate and the fake pass the same test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox.order_building import new_line
from stores.errors import StoreRefused, StoreUnavailable
from stores.port import NoticeLine, Store, StoreOrder
from tests.cscart.conftest import gate_of, sandbox
from tests.factories import PAID, SHIPPED, a_line, a_notice, a_store_order
from tests.fakes import FakeStore

__all__ = ["sandbox"]

SHIPPED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Shop:
    """A store with order 1: two T-shirts (line 11) and one mug (line 12), none shipped."""

    def __init__(self, store: Store, mails: Callable[[], int]) -> None:
        self.store = store
        self.mails = mails

    def order(self) -> StoreOrder:
        (order,) = self.store.look_at(["1"])
        assert isinstance(order, StoreOrder)
        return order

    def send(self, *lines: tuple[str, int], **fields: Any) -> str:
        return self.store.send_shipment(a_notice("1", *(lines or (("11", 2),)), **fields))


@pytest.fixture(params=["gate", "fake"])
def shop(request, sandbox) -> Shop:
    if request.param == "gate":
        sandbox.control.create_order(products=[new_line(11, amount=2), new_line(12, amount=1)])
        return Shop(gate_of(sandbox), lambda: len(sandbox.control.mails()["mails"]))
    fake = FakeStore(a_store_order("1", lines=(a_line("11"), a_line("12", quantity=1))))
    fake.listed_statuses = [PAID, SHIPPED]
    return Shop(fake, lambda: len(fake.mails))


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


def test_more_than_is_left_is_cut_without_a_word(shop):
    shop.send(("11", 1))
    number = shop.send(("11", 2))
    assert dict(shop.store.shipment(number).quantities) == {"11": 1}


def test_nothing_left_is_refused(shop):
    shop.send(("11", 2))
    with pytest.raises(StoreRefused):
        shop.send(("11", 2))
    assert shop.mails() == 1


def test_a_line_that_the_order_does_not_have_leaves_an_orphan_that_can_be_found_and_removed(shop):
    with pytest.raises(StoreUnavailable) as caught:
        shop.send(("77", 1))
    assert caught.value.may_have_happened
    assert list(shop.store.shipments_of(["1"])) == []
    (orphan,) = shop.store.orphans_at(SHIPPED_AT)
    assert (orphan.store_order_id, orphan.tracking_number) == ("", "1Z999AA10123456784")
    shop.store.remove_orphan(orphan.store_shipment_id)
    assert list(shop.store.orphans_at(SHIPPED_AT)) == []
    assert shop.mails() == 0


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
    shop.store.set_status("1", "C", may_mail=True)
    after = shop.order()
    assert after.status.code == "C"
    assert after.totals == before.totals
    assert after.lines == before.lines
    assert shop.mails() == 1


def test_the_same_status_again_mails_nobody(shop):
    shop.store.set_status("1", "C", may_mail=True)
    shop.store.set_status("1", "C", may_mail=True)
    assert shop.mails() == 1


def test_orders_that_are_not_there_are_left_out_of_a_look(shop):
    assert [order.store_order_id for order in shop.store.look_at(["1", "4711"])] == ["1"]


def test_lines_that_a_parcel_names_are_kept_apart(shop):
    notice = a_notice("1", ("11", 1))
    more = (*notice.lines, NoticeLine(store_line_id="12", quantity=1))
    number = shop.store.send_shipment(replace(notice, lines=more))
    assert dict(shop.store.shipment(number).quantities) == {"11": 1, "12": 1}
