"""A store that is down or refuses, and workers that meet or die."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from notices.models import Notice, NoticeKind
from stores import outbox
from stores.delivery import deliver, timing
from stores.delivery.postman import LOCK_SPACE
from stores.errors import StoreLoginRejected, StoreRefused, StoreUnavailable
from stores.models import ChangeState, OutgoingChange, Postbox
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
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK_SPACE, company_id])
    yield
    other.close()


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
