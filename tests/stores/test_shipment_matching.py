"""Whether a shipment of the store is the parcel that we mean."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from stores.port import StoreShipment
from stores.shipment_matching import find_orphan, find_parcel
from tests.factories import a_notice

SHIPPED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
THERE = StoreShipment(
    store_shipment_id="14",
    store_order_id="97",
    carrier="ups",
    tracking_number="1Z999AA10123456784",
    shipped_at=SHIPPED_AT,
    quantities=(("11", 2),),
)
ORPHAN = replace(THERE, store_order_id="", quantities=(), tracking_number="", comments="Parcel 7")


def test_a_parcel_is_found_by_its_number_though_its_time_is_unusable():
    there = replace(THERE, shipped_at=None)
    assert find_parcel(a_notice("97", ("11", 2)), [there], set()) == there


def test_without_a_number_an_unknown_time_proves_nothing():
    there = replace(THERE, shipped_at=None, tracking_number="")
    assert find_parcel(a_notice("97", ("11", 2), tracking_number=""), [there], set()) is None


def test_an_orphan_without_a_number_is_known_by_our_reference():
    notice = a_notice("97", ("11", 2), tracking_number="", reference="Parcel 7")
    assert find_orphan(notice, [ORPHAN]) == ORPHAN


def test_an_orphan_with_another_reference_or_time_is_not_ours():
    notice = a_notice("97", ("11", 2), tracking_number="", reference="Parcel 8")
    assert find_orphan(notice, [ORPHAN]) is None
    late = replace(notice, reference="Parcel 7", shipped_at=SHIPPED_AT + timedelta(minutes=1))
    assert find_orphan(late, [ORPHAN]) is None


def test_an_empty_reference_recognises_nothing():
    notice = a_notice("97", ("11", 2), tracking_number="")
    assert find_orphan(notice, [replace(ORPHAN, comments="")]) is None
