"""Delivering: once, seen through to the end, and never by guessing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import NoticeKind
from orders.fulfilment.telling import tell_of_correction, tell_of_shipment
from orders.models import EventKind, OrderConflict, Package
from stores.models import ChangeKind, ChangeState, OutgoingChange, Postbox
from tests.factories import (
    CANCELLED,
    INCOMPLETE,
    a_line,
    a_store_order,
    a_store_shipment,
)
from tests.stores.ends import LOST_AFTER_WRITE, LOST_BEFORE_WRITE, open_notices


def test_a_package_is_told_once_and_the_order_says_so(room, change_of):
    package = room.ship()
    room.deliver()
    room.deliver()
    package.refresh_from_db()
    assert room.store.writes == ["shipment of 97"]
    assert change_of(package).state == ChangeState.SENT
    assert (package.store_shipment_id, package.is_source_notified) == ("1", True)
    event = package.order.events.filter(kind=EventKind.WEBSITE).get()
    assert event.message == "The website was told of 1Z1 (shipment 1)."


@pytest.mark.parametrize("end", [LOST_AFTER_WRITE, LOST_BEFORE_WRITE])
def test_after_an_unclear_end_nothing_happens_until_the_store_has_settled(room, change_of, end):
    package = room.ship()
    room.store.write_ends = [end]
    room.deliver()
    OutgoingChange.objects.update(not_before=None)
    Postbox.objects.update(paused_until=None)
    room.deliver()
    assert room.store.writes == ["shipment of 97"]
    assert change_of(package).state == ChangeState.WAITING
    assert change_of(package).unclear_until > timezone.now() + timedelta(minutes=4)


@pytest.mark.parametrize(("end", "writes"), [(LOST_AFTER_WRITE, 1), (LOST_BEFORE_WRITE, 2)])
def test_after_an_unclear_end_the_store_is_asked_and_told_only_what_it_lacks(room, end, writes):
    package = room.ship()
    room.store.write_ends = [end]
    room.deliver()
    room.later()
    package.refresh_from_db()
    assert len(room.store.writes) == writes
    assert len(room.store.shipments) == len(room.store.mails) == 1
    assert package.is_source_notified


def test_a_package_that_somebody_typed_in_the_store_is_adopted(room, change_of):
    package = room.ship(tracking="1Z 999 AA1")
    order = replace(room.store.orders["97"], shipment_ids=("5",))
    room.store.put(order)
    room.store.shipments = [
        a_store_shipment("5", tracking_number="1z999aa1", quantities=(("11", 2),))
    ]
    room.deliver()
    assert room.store.writes == []
    assert change_of(package).receipt["shipment_id"] == "5"
    assert "already, as shipment 5" in package.order.events.first().message


def test_restoring_a_backup_sends_nothing_twice(room):
    packages = [room.ship(str(number), f"1Z{number}") for number in range(1, 6)]
    before = {change.pk: change for change in OutgoingChange.objects.all()}
    room.deliver()
    assert len(room.store.shipments) == 5
    for change in before.values():
        change.save()
    Package.objects.update(store_shipment_id="", is_source_notified=False)
    room.deliver()
    assert len(room.store.writes) == len(room.store.shipments) == len(room.store.mails) == 5
    ids = {package.store_shipment_id for package in Package.objects.filter(pk__in=_ids(packages))}
    assert ids == {"1", "2", "3", "4", "5"}


def test_two_alike_parcels_without_tracking_number_are_kept_apart_after_a_restore(room):
    first = room.ship(tracking="", lines=(a_line("11", quantity=2),))
    first.lines.update(quantity=1)
    second = Package.objects.create(
        order=first.order, carrier="ups", shipped_at=first.shipped_at, confirmed_at=first.shipped_at
    )
    second.lines.create(line=first.order.lines.get(), quantity=1)
    OutgoingChange.objects.all().delete()
    for package in (first, second):
        tell_of_shipment(package)
    kept = list(OutgoingChange.objects.all())
    room.deliver()
    room.deliver()
    assert len(room.store.shipments) == 2
    for change in kept:
        change.save()
    Package.objects.update(store_shipment_id="", is_source_notified=False)
    room.deliver()
    room.deliver()
    assert len(room.store.shipments) == 2
    assert set(Package.objects.values_list("store_shipment_id", flat=True)) == {"1", "2"}


def test_what_the_store_has_shipped_already_is_not_cut_but_shown(room, change_of):
    package = room.ship()
    line = a_line("11", quantity=2, shipped_quantity=1)
    room.store.put(a_store_order("97", lines=(line,), shipment_ids=("5",)))
    room.store.shipments = [a_store_shipment("5", tracking_number="OTHER")]
    room.deliver()
    change = change_of(package)
    assert (change.state, room.store.writes) == (ChangeState.STUCK, [])
    assert "not enough left to ship of 2 × T-shirt" in change.last_error
    assert open_notices(room) == {NoticeKind.TRACKING_STUCK}


def test_a_shipment_with_fewer_pieces_is_adopted_and_flagged(room, change_of):
    package = room.ship()
    line = a_line("11", quantity=2, shipped_quantity=1)
    room.store.put(a_store_order("97", lines=(line,), shipment_ids=("5",)))
    room.store.shipments = [a_store_shipment("5", tracking_number="1Z1", quantities=(("11", 1),))]
    room.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert "only 1 of 2 pieces" in OrderConflict.objects.get().message


def test_a_half_written_shipment_is_cleared_away_and_told_again(room, change_of):
    package = room.ship()
    room.store.write_ends = [LOST_BEFORE_WRITE]
    room.deliver()
    room.store.shipments = [
        a_store_shipment(
            "5", "", tracking_number="1Z1", quantities=(), shipped_at=package.shipped_at
        )
    ]
    room.later()
    (shipment,) = room.store.shipments
    assert dict(shipment.quantities) == {"11": 2}
    assert change_of(package).state == ChangeState.SENT


def test_lines_with_new_ids_are_found_again_by_product_and_sku(room):
    room.ship()
    room.store.put(a_store_order("97", lines=(a_line("88"),)))
    room.deliver()
    assert dict(room.store.shipments[0].quantities) == {"88": 2}


def test_lines_that_are_gone_leave_no_orphan_in_the_store(room, change_of):
    package = room.ship()
    room.store.put(a_store_order("97", lines=(a_line("88", store_product_id="9", sku="X"),)))
    room.deliver()
    assert (room.store.writes, room.store.shipments) == ([], [])
    assert "cannot be found there any more" in change_of(package).last_error


def test_an_order_that_is_being_edited_is_told_later(room, change_of):
    package = room.ship()
    room.store.put(a_store_order("97", status=INCOMPLETE))
    room.deliver()
    assert (change_of(package).state, room.store.writes) == (ChangeState.WAITING, [])
    room.store.put(a_store_order("97"))
    room.later()
    assert change_of(package).state == ChangeState.SENT


def test_with_tracking_upload_off_tracking_waits_and_leaves_when_it_is_on(room, change_of):
    package = room.ship()
    options = room.company.website_options
    options.allow_tracking_upload = False
    options.save()
    room.deliver()
    assert (change_of(package).state, room.store.writes) == (ChangeState.WAITING, [])
    options.allow_tracking_upload = True
    options.save()
    room.deliver()
    assert change_of(package).state == ChangeState.SENT


def test_a_correction_changes_the_shipment_and_adds_none(room):
    package = room.ship()
    room.deliver()
    package.refresh_from_db()
    package.tracking_number = "1ZNEW"
    package.save()
    tell_of_correction(package)
    room.deliver()
    assert [one.tracking_number for one in room.store.shipments] == ["1ZNEW"]
    assert OutgoingChange.objects.get(kind=ChangeKind.CORRECTION).state == ChangeState.SENT
    assert len(room.store.mails) == 1


def test_a_correction_of_a_shipment_that_the_store_deleted_is_shown(room):
    package = room.ship()
    room.deliver()
    room.store.shipments = []
    package.refresh_from_db()
    package.tracking_number = "1ZNEW"
    tell_of_correction(package)
    room.deliver()
    change = OutgoingChange.objects.get(kind=ChangeKind.CORRECTION)
    assert (change.state, len(room.store.writes)) == (ChangeState.STUCK, 1)


def test_the_readback_notices_a_shipment_that_the_store_does_not_show(room, monkeypatch, change_of):
    package = room.ship()
    monkeypatch.setattr(room.store, "shipments_after", lambda _last: iter(()))
    room.deliver()
    assert change_of(package).state == ChangeState.WAITING
    assert "does not show it" in change_of(package).last_error
    room.later()
    assert len(room.store.shipments) == 1
    assert change_of(package).state == ChangeState.SENT


def test_a_cancelled_order_still_gets_its_tracking_number(room, change_of):
    package = room.ship()
    room.store.put(a_store_order("97", status=CANCELLED))
    room.deliver()
    assert change_of(package).state == ChangeState.SENT


def test_a_backlog_costs_a_fixed_number_of_statements_per_batch(
    room, django_assert_max_num_queries
):
    for number in range(1, 61):
        room.ship(str(number), f"1Z{number}")
    with django_assert_max_num_queries(60):
        room.deliver()
    assert len(room.store.shipments) == 60


def _ids(packages: list[Package]) -> list[int]:
    return [package.pk for package in packages]
