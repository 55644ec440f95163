"""One dispatcher per store: claims what is due and delivers it, batch by batch, until nothing is.

An advisory lock keeps a second worker, or a second beat, from the same store. It ends with its
connection, so a killed worker blocks nobody; what it had claimed is looked up in the store before
it is sent again, once its claim is too old.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing

from django.db.models import Min
from django.utils import timezone

from core.locks import LockSpace
from jobs.lease import lease
from settings.models import Company
from stores.delivery import claiming, pausing, timing
from stores.delivery.batches import BatchResult, Delivery, DeliveryEnd, DeliveryResult
from stores.delivery.corrections import deliver_corrections
from stores.delivery.recording import record_results
from stores.delivery.shipments import deliver_shipments
from stores.delivery.statuses import deliver_statuses
from stores.doubted_stores import AnotherIsTried, Lane, asking
from stores.errors import StoreError, StoreUnavailable
from stores.models import ChangeKind, ChangeState, OutgoingChange, StoreState
from stores.port import Store
from stores.registry import open_store

# Orders per parallel request in one batch: as many as one look covers.
BATCH_PER_REQUEST = 25

# A worker goes back to its queue after so many seconds, so that other companies get their turn.
LONGEST_TURN_SECONDS = 60.0

DELIVERERS: dict[str, Callable[..., BatchResult]] = {
    ChangeKind.SHIPMENT: deliver_shipments,
    ChangeKind.CORRECTION: deliver_corrections,
    ChangeKind.STATUS: deliver_statuses,
}


def deliver_changes(company_id: int) -> bool:
    """Deliver what is due for a company; whether something due was left for another turn.

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
    with lease(company_id, LockSpace.DISPATCHER) as is_mine:
        return is_mine and _deliver(company)


def companies_with_changes() -> list[int]:
    """Ids of the companies with something to do, the longest waiting first."""
    open_ones = OutgoingChange.objects.filter(
        company__is_active=True, state__in=(ChangeState.WAITING, ChangeState.SENDING)
    )
    waiting = open_ones.values("company").annotate(first=Min("pk")).order_by("first")
    return [row["company"] for row in waiting]


def _deliver(company: Company) -> bool:
    claiming.put_old_claims_back(company)
    state = StoreState.of(company)
    now = timezone.now()
    if timing.is_ahead(state.paused_until, now, timing.longest_pause()):
        return False
    if not claiming.due(company, state, now).exists():
        _end_turn(company, state)
        return False
    try:
        store = open_store(company.connection)
    except StoreError as error:
        pausing.pause(company, state, error)
        return False
    try:
        with closing(store), asking(company, store, Lane.DELIVERY):
            is_left = _deliver_batches(company, state, store)
    except AnotherIsTried:
        return False  # the sweep comes again
    except StoreUnavailable as error:
        pausing.pause(company, state, error)
        return False
    _end_turn(company, state)
    return is_left


def _deliver_batches(company: Company, state: StoreState, store: Store) -> bool:
    """Batch after batch, in two lanes: while one looks and reads back, the other writes.

    Only this thread touches the database. Whether time ran out before nothing was due.
    """
    end = time.monotonic() + LONGEST_TURN_SECONDS
    free = shares_of(company.connection.parallel_requests)
    under_way: dict[Future[BatchResult], int] = {}
    may_go = True
    with ThreadPoolExecutor(max_workers=len(free), thread_name_prefix="lane") as lanes:
        while True:
            while may_go and free and time.monotonic() < end:
                deliveries = _next_batch(company, state, free[-1], is_alone=not under_way)
                if not deliveries:
                    break
                share = free.pop()
                batch = lanes.submit(deliver_batch, store, deliveries, share)
                under_way[batch] = share
            if not under_way:
                return may_go and time.monotonic() >= end
            for batch in wait(under_way, return_when=FIRST_COMPLETED).done:
                free.append(under_way.pop(batch))
                done = batch.result()
                record_results(done.results)
                if may_go:
                    may_go = pausing.record_batch(company, state, done)
                elif done.statuses_stopped:
                    pausing.stop_statuses(company, state, done.statuses_stopped)


def shares_of(parallel: int) -> list[int]:
    """How many requests at a time each lane makes; together as many as the store allows. Pure."""
    half = parallel // 2
    return [parallel - half, half] if half else [parallel]


def _next_batch(
    company: Company, state: StoreState, share: int, *, is_alone: bool
) -> list[Delivery]:
    if not state.is_paused:
        return claiming.claim(company, state, BATCH_PER_REQUEST * share)
    # The first delivery after a pause tries the store; the rest wait for its answer.
    return claiming.claim(company, state, 1) if is_alone else []


def deliver_batch(store: Store, deliveries: Sequence[Delivery], parallel: int) -> BatchResult:
    """Deliver one batch, kind by kind; every delivery gets one result."""
    whole = BatchResult()
    for kind, deliver in DELIVERERS.items():
        of_kind = [delivery for delivery in deliveries if delivery.change.kind == kind]
        if not of_kind:
            continue
        if whole.down is not None:
            whole.results += [
                DeliveryResult(change=one.change, end=DeliveryEnd.UNTOUCHED) for one in of_kind
            ]
            continue
        part = deliver(store, of_kind, parallel=parallel)
        whole.results += part.results
        whole.down = part.down
        whole.statuses_stopped = whole.statuses_stopped or part.statuses_stopped
    return whole


def _end_turn(company: Company, state: StoreState) -> None:
    pausing.update_stuck_notice(company)
    is_empty = not OutgoingChange.objects.filter(company=company).undelivered().exists()
    if state.is_paused and is_empty:
        pausing.resume(company, state)
