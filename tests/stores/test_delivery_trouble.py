"""A store that is down or refuses, and workers that meet or die."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from core.locks import LockSpace
from notices.models import Notice, NoticeKind
from stores import outbox
from stores.delivery import deliver_changes, timing
from stores.errors import StoreBrokeDown, StoreLoginRejected, StoreRefused, StoreUnavailable
from stores.models import ChangeState, OutgoingChange, StoreState
from stores.port import UnreadableOrder
from tests.factories import (
    a_user,
)
from tests.fakes import WriteEnd
from tests.stores.ends import DOWN, open_notices


@contextmanager
def held_elsewhere(company_id: int) -> Iterator[None]:
    """Another worker is at the store of this company."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.DISPATCHER, company_id])
    yield
    other.close()


def test_a_store_that_is_down_pauses_with_one_notice_and_recovers_by_itself(warehouse, change_of):
    packages = [warehouse.ship(str(number), f"1Z{number}") for number in range(1, 9)]
    warehouse.store.fails_with = StoreUnavailable("The store cannot be reached.")
    for _ in range(3):
        warehouse.later()
    state = StoreState.objects.get()
    assert (state.pauses, state.is_paused) == (3, True)
    notice = Notice.objects.open().get(company=warehouse.company)
    assert (notice.kind, notice.count) == (NoticeKind.UPLOADS_PAUSED, 8)
    assert {change_of(package).attempts for package in packages} == {0}
    warehouse.store.fails_with = None
    warehouse.later()
    assert not StoreState.objects.get().is_paused
    assert open_notices(warehouse) == set()
    assert len(warehouse.store.shipments) == 8


def test_three_failures_in_a_row_stop_the_rest_of_a_batch(warehouse):
    warehouse.company.connection.parallel_requests = 1
    warehouse.company.connection.save()
    for number in range(1, 9):
        warehouse.ship(str(number), f"1Z{number}")
    warehouse.store.write_ends = [DOWN] * 8
    warehouse.deliver()
    assert len(warehouse.store.writes) == 3
    assert StoreState.objects.get().is_paused


def test_one_parcel_over_which_the_store_breaks_down_pauses_nothing_but_itself(
    warehouse, change_of
):
    package = warehouse.ship()
    breakdown = StoreBrokeDown("It broke down.", may_have_happened=True)
    warehouse.store.write_ends = [WriteEnd(error=breakdown, is_done=False)]
    warehouse.deliver()
    assert not StoreState.of(warehouse.company).is_paused
    other = warehouse.ship("98", "1Z2")
    warehouse.deliver()
    assert change_of(other).state == ChangeState.SENT
    assert (change_of(package).state, change_of(package).attempts) == (ChangeState.WAITING, 1)


def test_an_order_that_cannot_be_looked_at_waits_alone_and_says_why(warehouse, change_of):
    package, other = warehouse.ship(), warehouse.ship("98", "1Z2")
    cure = "The store answers, but not for order 97. Open the order in the store's back office."
    warehouse.store.put(UnreadableOrder(store_order_id="97", sentence=cure))
    warehouse.deliver()
    assert change_of(other).state == ChangeState.SENT
    assert change_of(package).state == ChangeState.WAITING
    assert cure in change_of(package).last_error
    assert not StoreState.of(warehouse.company).is_paused


def test_the_store_gets_the_rest_it_asks_for(warehouse, change_of):
    package = warehouse.ship()
    busy = StoreUnavailable("Too many requests.", retry_after=1800)
    warehouse.store.write_ends = [WriteEnd(error=busy, is_done=False)]
    warehouse.deliver()
    paused_until = StoreState.objects.get().paused_until
    assert paused_until is not None
    assert paused_until > timezone.now() + timedelta(minutes=29)
    assert change_of(package).not_before > timezone.now() + timedelta(minutes=29)


def test_a_rejected_login_pauses_everything_and_condemns_no_change(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.write_ends = [WriteEnd(error=StoreLoginRejected("No."), is_done=False)]
    warehouse.deliver()
    assert (change_of(package).state, change_of(package).attempts) == (ChangeState.WAITING, 0)
    assert open_notices(warehouse) == {NoticeKind.UPLOADS_PAUSED}


def test_a_refusal_is_tried_once_more_and_then_shown_with_the_stores_reason(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.write_ends = [WriteEnd(error=StoreRefused("Not today."), is_done=False)] * 2
    warehouse.deliver()
    assert change_of(package).state == ChangeState.WAITING
    warehouse.later()
    assert (change_of(package).state, change_of(package).last_error) == (
        ChangeState.STUCK,
        "Not today.",
    )
    outbox.send_again(change_of(package), by=a_user(warehouse.company))
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert open_notices(warehouse) == set()


def test_tries_run_out_in_the_end(warehouse, change_of):
    package = warehouse.ship()
    warehouse.store.write_ends = [DOWN] * timing.MOST_TRIES
    for _ in range(timing.MOST_TRIES):
        warehouse.later()
    assert change_of(package).state == ChangeState.STUCK


def test_a_second_worker_at_the_same_store_goes_home(warehouse):
    warehouse.ship()
    assert deliver_changes(warehouse.company.pk) is False
    warehouse.ship("98", "1Z2")
    with held_elsewhere(warehouse.company.pk):
        deliver_changes(warehouse.company.pk)
    assert warehouse.store.writes == ["shipment of 97"]


def test_what_a_killed_worker_held_is_looked_up_before_it_is_sent(warehouse, change_of):
    package = warehouse.ship()
    long_ago = timezone.now() - timing.claim_lasts() - timedelta(seconds=1)
    OutgoingChange.objects.update(state=ChangeState.SENDING, claimed_at=long_ago, attempts=1)
    warehouse.deliver()
    change = change_of(package)
    assert (change.state, warehouse.store.writes) == (ChangeState.WAITING, [])
    assert change.unclear_until > timezone.now() + timedelta(minutes=4)
    warehouse.later()
    assert change_of(package).state == ChangeState.SENT


def test_a_claim_of_a_living_worker_is_left_alone(warehouse, change_of):
    package = warehouse.ship()
    OutgoingChange.objects.update(state=ChangeState.SENDING, claimed_at=timezone.now())
    warehouse.deliver()
    assert (change_of(package).state, warehouse.store.writes) == (ChangeState.SENDING, [])


WEEKS_AHEAD = timedelta(weeks=6)


def test_waits_of_a_clock_that_had_jumped_ahead_hold_nothing(warehouse, change_of):
    package, now = warehouse.ship(), timezone.now()
    OutgoingChange.objects.update(
        not_before=now + WEEKS_AHEAD, unclear_until=now + WEEKS_AHEAD, attempts=1
    )
    StoreState.of(warehouse.company)
    StoreState.objects.update(paused_at=now + WEEKS_AHEAD, paused_until=now + WEEKS_AHEAD)
    warehouse.deliver()
    assert change_of(package).state == ChangeState.SENT
    assert not StoreState.objects.get().is_paused


def test_a_claim_of_the_future_is_looked_up_soon(warehouse, change_of):
    package, now = warehouse.ship(), timezone.now()
    OutgoingChange.objects.update(state=ChangeState.SENDING, claimed_at=now + WEEKS_AHEAD)
    warehouse.deliver()
    change = change_of(package)
    assert change.state == ChangeState.WAITING
    assert change.unclear_until < now + timing.unclear_for() + timedelta(minutes=1)


def test_a_store_may_ask_for_a_day_of_rest_and_no_more():
    assert timing.pause(1, 10_000_000) <= timing.longest_pause()
