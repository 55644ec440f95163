"""Delivering: once, in order, seen through to the end, and never by guessing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from notices.models import Notice, NoticeKind
from orders.intake import receive, receive_shipments
from orders.models import EventKind, OrderConflict, Package
from orders.telling import tell_of_correction, tell_of_shipment, tell_of_status
from stores import outbox
from stores.delivery import deliver, timing
from stores.delivery.postman import LOCK_SPACE
from stores.errors import StoreLoginRejected, StoreRefused, StoreUnavailable
from stores.models import ChangeKind, ChangeState, OutgoingChange, Postbox
from tests.factories import (
    CANCELLED,
    INCOMPLETE,
    SHIPPED,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
    some_totals,
)
from tests.fakes import WriteEnd

LOST_AFTER_WRITE = WriteEnd(
    error=StoreUnavailable("It broke off.", may_have_happened=True), is_done=True
)
LOST_BEFORE_WRITE = WriteEnd(
    error=StoreUnavailable("It broke off.", may_have_happened=True), is_done=False
)
DOWN = WriteEnd(error=StoreUnavailable("The store cannot be reached."), is_done=False)


@contextmanager
def held_elsewhere(company_id: int) -> Iterator[None]:
    """Another worker is at the store of this company."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, company_id])
    yield
    other.close()


def open_notices(room) -> set[str]:
    return set(Notice.objects.open().filter(company=room.company).values_list("kind", flat=True))


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


def test_a_store_that_is_down_pauses_with_one_notice_and_recovers_by_itself(room, change_of):
    packages = [room.ship(str(number), f"1Z{number}") for number in range(1, 9)]
    room.store.fails_with = StoreUnavailable("The store cannot be reached.")
    for _ in range(3):
        room.later()
    postbox = Postbox.objects.get()
    assert (postbox.pauses, postbox.is_paused) == (3, True)
    notice = Notice.objects.open().get(company=room.company)
    assert (notice.kind, notice.count) == (NoticeKind.UPLOADS_PAUSED, 8)
    assert {change_of(package).attempts for package in packages} == {0}
    room.store.fails_with = None
    room.later()
    assert not Postbox.objects.get().is_paused
    assert open_notices(room) == set()
    assert len(room.store.shipments) == 8


def test_three_failures_in_a_row_stop_the_rest_of_a_batch(room):
    room.company.connection.parallel_requests = 1
    room.company.connection.save()
    for number in range(1, 9):
        room.ship(str(number), f"1Z{number}")
    room.store.write_ends = [DOWN] * 8
    room.deliver()
    assert len(room.store.writes) == 3
    assert Postbox.objects.get().is_paused


def test_the_store_gets_the_rest_it_asks_for(room, change_of):
    package = room.ship()
    busy = StoreUnavailable("Too many requests.", retry_after=1800)
    room.store.write_ends = [WriteEnd(error=busy, is_done=False)]
    room.deliver()
    paused_until = Postbox.objects.get().paused_until
    assert paused_until is not None
    assert paused_until > timezone.now() + timedelta(minutes=29)
    assert change_of(package).not_before > timezone.now() + timedelta(minutes=29)


def test_a_rejected_login_pauses_everything_and_condemns_no_change(room, change_of):
    package = room.ship()
    room.store.write_ends = [WriteEnd(error=StoreLoginRejected("No."), is_done=False)]
    room.deliver()
    assert (change_of(package).state, change_of(package).attempts) == (ChangeState.WAITING, 0)
    assert open_notices(room) == {NoticeKind.UPLOADS_PAUSED}


def test_a_refusal_is_tried_once_more_and_then_shown_with_the_stores_reason(room, change_of):
    package = room.ship()
    room.store.write_ends = [WriteEnd(error=StoreRefused("Not today."), is_done=False)] * 2
    room.deliver()
    assert change_of(package).state == ChangeState.WAITING
    room.later()
    assert (change_of(package).state, change_of(package).last_error) == (
        ChangeState.STUCK,
        "Not today.",
    )
    outbox.send_again(change_of(package), by=a_user(room.company))
    room.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert open_notices(room) == set()


def test_tries_run_out_in_the_end(room, change_of):
    package = room.ship()
    room.store.write_ends = [DOWN] * timing.MOST_TRIES
    for _ in range(timing.MOST_TRIES):
        room.later()
    assert change_of(package).state == ChangeState.STUCK


def test_no_status_overtakes_its_shipment_even_when_that_is_stuck(room, change_of):
    package = room.ship()
    tell_of_status(package.order, "C", may_mail=True, key="refund:1")
    room.store.write_ends = [WriteEnd(error=StoreRefused("No."), is_done=False)] * 2
    room.deliver()
    room.later()
    room.later()
    assert room.store.writes == ["shipment of 97"] * 2
    outbox.dismiss(change_of(package), by=a_user(room.company))
    room.deliver()
    assert room.store.writes[-1] == "status of 97"


def test_when_all_is_shipped_the_status_follows_and_comes_back_as_nothing_new(room):
    room.company.connection.status_uploads.on_shipped = "C"
    room.company.connection.status_uploads.save()
    package = room.ship()
    room.deliver()
    room.deliver()
    assert room.store.writes == ["shipment of 97", "status of 97"]
    assert room.store.orders["97"].status == SHIPPED
    events = package.order.events.count()
    receive(room.company, [room.store.orders["97"]])
    receive_shipments(room.company, room.store.shipments)
    assert package.order.events.count() == events
    assert package.order.packages.count() == 1
    assert not package.order.conflicts.exists()
    room.deliver()
    assert len(room.store.writes) == 2


def test_a_status_that_the_order_has_already_is_not_set_again(room):
    package = room.ship()
    room.deliver()
    room.store.put(replace(room.store.orders["97"], status=SHIPPED))
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert (change.state, room.store.writes) == (ChangeState.SENT, ["shipment of 97"])


def test_a_letter_that_the_store_does_not_list_is_never_sent(room):
    package = room.ship()
    room.deliver()
    change = tell_of_status(package.order, "Q", may_mail=True, key="odd:1")
    room.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "would show a blank one" in change.last_error
    assert room.store.writes == ["shipment of 97"]


def test_a_store_that_would_rebuild_orders_gets_no_status_until_a_person_allows_it(room):
    package = room.ship()
    room.deliver()
    room.store.may_set_statuses = False
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert (change.state, change.attempts) == (ChangeState.WAITING, 0)
    assert open_notices(room) == {NoticeKind.STATUSES_STOPPED}
    assert room.store.writes == ["shipment of 97"]


def test_a_total_that_moved_stops_all_status_changes_at_once(room, monkeypatch):
    packages = [room.ship(str(number), f"1Z{number}") for number in (1, 2)]
    room.deliver()

    def rebuild(store_order_id: str, code: str, *, may_mail: bool) -> None:
        order = room.store.orders[store_order_id]
        room.store.put(replace(order, totals=some_totals(total=order.totals.total + 1)))

    monkeypatch.setattr(room.store, "set_status", rebuild)
    first = tell_of_status(packages[0].order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    second = tell_of_status(packages[1].order, "C", may_mail=True, key="shipped:2")
    room.deliver()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (ChangeState.STUCK, ChangeState.WAITING)
    assert "from 29.50 to 30.50" in Postbox.objects.get().statuses_stopped_reason
    assert NoticeKind.STATUSES_STOPPED in open_notices(room)


def test_a_status_that_the_store_did_not_take_is_shown(room, monkeypatch):
    package = room.ship()
    room.deliver()
    monkeypatch.setattr(room.store, "set_status", lambda *_args, **_kwargs: None)
    change = tell_of_status(package.order, "C", may_mail=True, key="shipped:1")
    room.deliver()
    change.refresh_from_db()
    assert change.state == ChangeState.STUCK
    assert "did not take the status “Complete”; the order has “Paid”" in change.last_error


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


def test_a_second_worker_at_the_same_store_goes_home(room):
    room.ship()
    assert deliver(room.company.pk) is False
    room.ship("98", "1Z2")
    with held_elsewhere(room.company.pk):
        deliver(room.company.pk)
    assert room.store.writes == ["shipment of 97"]


def test_what_a_killed_worker_held_is_looked_up_before_it_is_sent(room, change_of):
    package = room.ship()
    long_ago = timezone.now() - timing.claim_lasts() - timedelta(seconds=1)
    OutgoingChange.objects.update(state=ChangeState.SENDING, claimed_at=long_ago, attempts=1)
    room.deliver()
    change = change_of(package)
    assert (change.state, room.store.writes) == (ChangeState.WAITING, [])
    assert change.unclear_until > timezone.now() + timedelta(minutes=4)
    room.later()
    assert change_of(package).state == ChangeState.SENT


def test_a_claim_of_a_living_worker_is_left_alone(room, change_of):
    package = room.ship()
    OutgoingChange.objects.update(state=ChangeState.SENDING, claimed_at=timezone.now())
    room.deliver()
    assert (change_of(package).state, room.store.writes) == (ChangeState.SENDING, [])


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
