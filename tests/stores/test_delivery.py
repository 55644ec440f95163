"""Delivering: once, seen through to the end, and never by guessing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from notices.models import NoticeKind
from orders.fulfilment.website_updates import enqueue_correction, enqueue_shipment
from orders.models import EventKind, OrderConflict, Package
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from tests.factories import (
    CANCELLED,
    INCOMPLETE,
    a_line,
    a_store_order,
    a_store_shipment,
)
from tests.stores.ends import LOST_AFTER_WRITE, LOST_BEFORE_WRITE, open_notices


def test_a_package_is_told_once_and_the_order_says_so(warehouse, change_of):
    package = warehouse.ship()
    warehouse.deliver()
    warehouse.deliver()
    package.refresh_from_db()
    assert warehouse.store.writes == ["shipment of 97"]
    assert change_of(package).state == ChangeState.SENT
    assert (package.store_shipment_id, package.is_source_notified) == ("1", True)
    event = package.order.events.filter(kind=EventKind.WEBSITE).get()
    assert event.message == "The website was told of 1Z1 (shipment 1)."


@pytest.mark.parametrize("end", [LOST_AFTER_WRITE, LOST_BEFORE_WRITE])
def test_after_an_unclear_end_nothing_happens_until_the_store_is_finished(
    warehouse, change_of, end
):
    package = warehouse.ship()
    warehouse.store.write_ends = [end]
    warehouse.deliver()
    OutgoingChange.objects.update(not_before=None)
    StoreState.objects.update(paused_until=None)
    warehouse.deliver()
    assert warehouse.store.writes == ["shipment of 97"]
    assert change_of(package).state == ChangeState.WAITING
    assert change_of(package).unclear_until > timezone.now() + timedelta(minutes=4)


@pytest.mark.parametrize(("end", "writes"), [(LOST_AFTER_WRITE, 1), (LOST_BEFORE_WRITE, 2)])
def test_after_an_unclear_end_the_store_is_asked_and_told_only_what_it_lacks(
    warehouse, end, writes
):
    package = warehouse.ship()
    warehouse.store.write_ends = [end]
    warehouse.deliver()
    warehouse.later()
    package.refresh_from_db()
    assert len(warehouse.store.writes) == writes
    assert len(warehouse.store.shipments) == len(warehouse.store.mails) == 1
    assert package.is_source_notified


def test_a_package_that_somebody_typed_in_the_store_is_adopted(warehouse, change_of):
    package = warehouse.ship(tracking="1Z 999 AA1")
    order = replace(warehouse.store.orders["97"], shipment_ids=("5",))
    warehouse.store.put(order)
    warehouse.store.shipments = [
        a_store_shipment("5", tracking_number="1z999aa1", quantities=(("11", 2),))
    ]
    warehouse.deliver()
    assert warehouse.store.writes == []
    assert change_of(package).receipt["shipment_id"] == "5"
    assert "already, as shipment 5" in package.order.events.first().message


def test_restoring_a_backup_sends_nothing_twice(warehouse):
    packages = [warehouse.ship(str(number), f"1Z{number}") for number in range(1, 6)]
    before = {change.pk: change for change in OutgoingChange.objects.all()}
    warehouse.deliver()
    assert len(warehouse.store.shipments) == 5
    for change in before.values():
        change.save()
    Package.objects.update(store_shipment_id="", is_source_notified=False)
    warehouse.deliver()
    assert (
        len(warehouse.store.writes)
        == len(warehouse.store.shipments)
        == len(warehouse.store.mails)
        == 5
    )
    ids = {package.store_shipment_id for package in Package.objects.filter(pk__in=_ids(packages))}
    assert ids == {"1", "2", "3", "4", "5"}


def test_two_alike_parcels_without_tracking_number_are_kept_apart_after_a_restore(warehouse):
    first = warehouse.ship(tracking="", lines=(a_line("11", quantity=2),))
    first.lines.update(quantity=1)
    second = Package.objects.create(
        order=first.order, carrier="ups", shipped_at=first.shipped_at, confirmed_at=first.shipped_at
    )
    second.lines.create(line=first.order.lines.get(), quantity=1)
    OutgoingChange.objects.all().delete()
    for package in (first, second):
        enqueue_shipment(package)
    kept = list(OutgoingChange.objects.all())
    warehouse.deliver()
    warehouse.deliver()
    assert len(warehouse.store.shipments) == 2
    for change in kept:
        change.save()
    Package.objects.update(store_shipment_id="", is_source_notified=False)
    warehouse.deliver()
    warehouse.deliver()
    assert len(warehouse.store.shipments) == 2
    assert set(Package.objects.values_list("store_shipment_id", flat=True)) == {"1", "2"}


def test_what_the_store_has_shipped_already_is_not_cut_but_shown(warehouse, change_of):
    package = warehouse.ship()
    line = a_line("11", quantity=2, shipped_quantity=1)
    warehouse.store.put(a_store_order("97", lines=(line,), shipment_ids=("5",)))
    warehouse.store.shipments = [a_store_shipment("5", tracking_number="OTHER")]
    warehouse.deliver()
    change = change_of(package)
    assert (change.state, warehouse.store.writes) == (ChangeState.STUCK, [])
    assert "not enough left to ship of 2 × T-shirt" in change.last_error
    assert open_notices(warehouse) == {NoticeKind.TRACKING_STUCK}


def test_a_shipment_with_fewer_pieces_is_adopted_and_flagged(warehouse, change_of):
    package = warehouse.ship()
    line = a_line("11", quantity=2, shipped_quantity=1)
    warehouse.store.put(a_store_order("97", lines=(line,), shipment_ids=("5",)))
    warehouse.store.shipments = [
        a_store_shipment("5", tracking_number="1Z1", quantities=(("11", 1),))
    ]
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert "only 1 of 2 pieces" in OrderConflict.objects.get().message


def test_a_half_written_shipment_is_cleared_away_and_told_again(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.write_ends = [LOST_BEFORE_WRITE]
    warehouse.deliver()
    warehouse.store.shipments = [
        a_store_shipment(
            "5", "", tracking_number="1Z1", quantities=(), shipped_at=package.shipped_at
        )
    ]
    warehouse.later()
    (shipment,) = warehouse.store.shipments
    assert dict(shipment.quantities) == {"11": 2}
    assert change_of(package).state == ChangeState.SENT


def test_lines_with_new_ids_are_found_again_by_product_and_sku(warehouse):
    warehouse.ship()
    warehouse.store.put(a_store_order("97", lines=(a_line("88"),)))
    warehouse.deliver()
    assert dict(warehouse.store.shipments[0].quantities) == {"88": 2}


def test_lines_that_are_gone_leave_no_orphan_in_the_store(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.put(a_store_order("97", lines=(a_line("88", store_product_id="9", sku="X"),)))
    warehouse.deliver()
    assert (warehouse.store.writes, warehouse.store.shipments) == ([], [])
    assert "cannot be found there any more" in change_of(package).last_error


def test_an_order_that_is_being_edited_is_told_later(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.put(a_store_order("97", status=INCOMPLETE))
    warehouse.deliver()
    assert (change_of(package).state, warehouse.store.writes) == (ChangeState.WAITING, [])
    warehouse.store.put(a_store_order("97"))
    warehouse.later()
    assert change_of(package).state == ChangeState.SENT


def test_with_tracking_upload_off_tracking_waits_and_leaves_when_it_is_on(warehouse, change_of):
    package = warehouse.ship()
    options = warehouse.company.website_options
    options.allow_tracking_upload = False
    options.save()
    warehouse.deliver()
    assert (change_of(package).state, warehouse.store.writes) == (ChangeState.WAITING, [])
    options.allow_tracking_upload = True
    options.save()
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT


def test_a_correction_changes_the_shipment_and_adds_none(warehouse):
    package = warehouse.ship()
    warehouse.deliver()
    package.refresh_from_db()
    package.tracking_number = "1ZNEW"
    package.save()
    enqueue_correction(package)
    warehouse.deliver()
    assert [one.tracking_number for one in warehouse.store.shipments] == ["1ZNEW"]
    assert OutgoingChange.objects.get(kind=ChangeKind.CORRECTION).state == ChangeState.SENT
    assert len(warehouse.store.mails) == 1


def test_a_correction_of_a_shipment_that_the_store_deleted_is_shown(warehouse):
    package = warehouse.ship()
    warehouse.deliver()
    warehouse.store.shipments = []
    package.refresh_from_db()
    package.tracking_number = "1ZNEW"
    enqueue_correction(package)
    warehouse.deliver()
    change = OutgoingChange.objects.get(kind=ChangeKind.CORRECTION)
    assert (change.state, len(warehouse.store.writes)) == (ChangeState.STUCK, 1)


def test_the_readback_notices_a_shipment_that_the_store_does_not_show(
    warehouse, monkeypatch, change_of
):
    package = warehouse.ship()
    monkeypatch.setattr(warehouse.store, "shipments_after", lambda _last: iter(()))
    warehouse.deliver()
    assert change_of(package).state == ChangeState.WAITING
    assert "does not show it" in change_of(package).last_error
    warehouse.later()
    assert len(warehouse.store.shipments) == 1
    assert change_of(package).state == ChangeState.SENT


def test_a_cancelled_order_still_gets_its_tracking_number(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.put(a_store_order("97", status=CANCELLED))
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT


def test_a_backlog_costs_a_fixed_number_of_statements_per_batch(
    warehouse, django_assert_max_num_queries
):
    for number in range(1, 61):
        warehouse.ship(str(number), f"1Z{number}")
    with django_assert_max_num_queries(60):
        warehouse.deliver()
    assert len(warehouse.store.shipments) == 60


def _ids(packages: list[Package]) -> list[int]:
    return [package.pk for package in packages]
