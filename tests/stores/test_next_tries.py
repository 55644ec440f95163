"""What a waiting update is said to wait for is what it really waits for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.fulfilment.website_updates import enqueue_status
from stores.delivery import claiming, pausing
from stores.errors import StoreUnavailable
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from stores.next_tries import NextTry, with_next_tries


def next_try_of(change: OutgoingChange) -> NextTry:
    ((_, found),) = with_next_tries(OutgoingChange.objects.filter(pk=change.pk))
    return found


def test_what_may_leave_now_is_tried_at_once(warehouse, change_of):
    assert next_try_of(change_of(warehouse.ship())) == NextTry()


def test_a_paused_store_is_tried_when_its_pause_ends(warehouse, change_of):
    change = change_of(warehouse.ship())
    state = StoreState.of(warehouse.company)
    pausing.pause(warehouse.company, state, StoreUnavailable("It is down."))
    assert next_try_of(change) == NextTry(at=state.paused_until)


def test_the_latest_of_all_waits_counts(warehouse, change_of):
    change = change_of(warehouse.ship())
    now = timezone.now()
    OutgoingChange.objects.update(
        not_before=now + timedelta(minutes=1), unclear_until=now + timedelta(minutes=5)
    )
    assert next_try_of(change).at == now + timedelta(minutes=5)


def test_tracking_that_is_held_back_says_what_lets_it_go(warehouse, change_of):
    change = change_of(warehouse.ship())
    options = warehouse.company.website_options
    options.allow_tracking_upload = False
    options.save()
    assert "Allow Tracking Upload" in next_try_of(change).waits_for


def test_statuses_that_were_stopped_say_what_lets_them_go(warehouse):
    change = enqueue_status(warehouse.ship().order, "C", may_mail=False, key="status:1")
    pausing.stop_statuses(warehouse.company, StoreState.of(warehouse.company), "A total moved.")
    assert "switched on again" in next_try_of(change).waits_for


@pytest.mark.parametrize("state", [ChangeState.WAITING, ChangeState.SENDING, ChangeState.STUCK])
def test_a_change_behind_another_of_its_order_names_it(warehouse, change_of, state):
    package = warehouse.ship()
    older = change_of(package)
    OutgoingChange.objects.filter(pk=older.pk).update(state=state)
    change = enqueue_status(package.order, "C", may_mail=False, key="status:1")
    assert f"after update {older.pk}" in next_try_of(change).waits_for
    due = claiming.due(warehouse.company, StoreState.of(warehouse.company), timezone.now())
    assert change not in due


def test_a_shipment_does_not_wait_for_a_change_that_is_stuck(warehouse, change_of):
    older = change_of(warehouse.ship())
    older.kind, older.state = ChangeKind.CORRECTION, ChangeState.STUCK
    older.save()
    payload = older.payload
    newer = OutgoingChange(
        company=warehouse.company, store_order_id="97", kind=ChangeKind.SHIPMENT, payload=payload
    )
    newer.key = "shipment:2"
    newer.save()
    assert next_try_of(newer) == NextTry()
