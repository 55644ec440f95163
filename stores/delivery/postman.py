"""One postman per store: takes what is due, batch by batch, until nothing is.

An advisory lock keeps a second worker, or a second beat, from going to the same store. It ends with
its connection, so a killed worker blocks nobody; what it held in its hands is looked up in the
store before it is sent again, once its claim is too old.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing

from django.db.models import Min
from django.utils import timezone

from jobs.lease import lease
from settings.models import Company
from stores.delivery import claiming, pausing
from stores.delivery.corrections import tell_of_corrections
from stores.delivery.results import End, Letter, Result, Round
from stores.delivery.settling import settle
from stores.delivery.shipments import tell_of_shipments
from stores.delivery.statuses import tell_of_statuses
from stores.errors import StoreError
from stores.models import ChangeKind, ChangeState, OutgoingChange, Postbox
from stores.port import Store
from stores.registry import open_store

logger = logging.getLogger(__name__)

LOCK_SPACE = 20_227

# Orders per parallel request in one batch: as many as one look covers.
BATCH_PER_REQUEST = 25

# A worker goes back to its queue after so many seconds, so that other companies get their turn.
LONGEST_ROUND_SECONDS = 60.0

Teller = Callable[..., Round]
TELLERS: dict[str, Teller] = {
    ChangeKind.SHIPMENT: tell_of_shipments,
    ChangeKind.CORRECTION: tell_of_corrections,
    ChangeKind.STATUS: tell_of_statuses,
}


def deliver(company_id: int) -> bool:
    """Deliver what is due for a company; whether something due was left for another round.

    Safe to call by any number of workers at once: all but one return immediately.
    """
    company = (
        Company.objects.active()
        .select_related("connection", "website_options")
        .filter(pk=company_id)
        .first()
    )
    if company is None or not company.connection.is_complete:
        return False
    with lease(company_id, LOCK_SPACE) as is_mine:
        return is_mine and _deliver(company)


def companies_to_visit() -> list[int]:
    """Ids of the companies with something to do, the longest waiting first."""
    open_ones = OutgoingChange.objects.filter(
        company__is_active=True, state__in=(ChangeState.WAITING, ChangeState.SENDING)
    )
    waiting = open_ones.values("company").annotate(first=Min("pk")).order_by("first")
    return [row["company"] for row in waiting]


def _deliver(company: Company) -> bool:
    claiming.put_old_claims_back(company)
    postbox = Postbox.of(company)
    now = timezone.now()
    if postbox.paused_until is not None and postbox.paused_until > now:
        return False
    if not claiming.due(company, postbox, now).exists():
        _end_round(company, postbox)
        return False
    try:
        store = open_store(company.connection)
    except StoreError as error:
        pausing.pause(company, postbox, error)
        return False
    with closing(store):
        is_left = _rounds(company, postbox, store)
    _end_round(company, postbox)
    return is_left


def _rounds(company: Company, postbox: Postbox, store: Store) -> bool:
    """Batch after batch, in two lanes: while one looks and reads back, the other writes.

    Only this thread touches the database. Whether time ran out before the tray was empty.
    """
    end = time.monotonic() + LONGEST_ROUND_SECONDS
    free = shares_of(company.connection.parallel_requests)
    under_way: dict[Future[Round], int] = {}
    may_go = True
    with ThreadPoolExecutor(max_workers=len(free), thread_name_prefix="lane") as lanes:
        while True:
            while may_go and free and time.monotonic() < end:
                letters = _next_batch(company, postbox, free[-1], is_alone=not under_way)
                if not letters:
                    break
                share = free.pop()
                batch = lanes.submit(hand_over_batch, store, letters, share)
                under_way[batch] = share
            if not under_way:
                return may_go and time.monotonic() >= end
            for batch in wait(under_way, return_when=FIRST_COMPLETED).done:
                free.append(under_way.pop(batch))
                done = batch.result()
                settle(done.results)
                if may_go:
                    may_go = pausing.note_round(company, postbox, done)
                elif done.statuses_stopped:
                    pausing.stop_statuses(company, postbox, done.statuses_stopped)


def shares_of(parallel: int) -> list[int]:
    """How many requests at a time each lane makes; together as many as the store allows. Pure."""
    half = parallel // 2
    return [parallel - half, half] if half else [parallel]


def _next_batch(company: Company, postbox: Postbox, share: int, *, is_alone: bool) -> list[Letter]:
    if not postbox.is_paused:
        return claiming.claim(company, postbox, BATCH_PER_REQUEST * share)
    # The first letter after a pause tries the store; the rest wait for its answer.
    return claiming.claim(company, postbox, 1) if is_alone else []


def hand_over_batch(store: Store, letters: Sequence[Letter], parallel: int) -> Round:
    """Hand one batch over, kind by kind; every letter gets one result."""
    whole = Round()
    for kind, tell in TELLERS.items():
        of_kind = [letter for letter in letters if letter.change.kind == kind]
        if not of_kind:
            continue
        if whole.down is not None:
            whole.results += [Result(change=one.change, end=End.UNTOUCHED) for one in of_kind]
            continue
        part = tell(store, of_kind, parallel=parallel)
        whole.results += part.results
        whole.down = part.down
        whole.statuses_stopped = whole.statuses_stopped or part.statuses_stopped
    return whole


def _end_round(company: Company, postbox: Postbox) -> None:
    pausing.tell_of_stuck(company)
    is_empty = not OutgoingChange.objects.filter(company=company).undelivered().exists()
    if postbox.is_paused and is_empty:
        pausing.resume(company, postbox)
