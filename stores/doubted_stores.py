"""Stores that hang: no store may hold the workers that others need.

Whoever waits for a store that does not answer holds a process. A store that has answered is waited
for patiently, for it is slow PHP; one that has not is hung up on soon and *doubted* from then on.
Of all doubted stores one at a time is tried, in each lane, with all patience; the others wait
without holding anything. A slow store that answers in the end goes on, and stays doubted until it
answers at once again.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import IntEnum

from django.utils import timezone

from core.locks import LockSpace
from jobs.lease import lease
from jobs.progress import JobPostponed
from settings.models import Company
from stores.errors import StoreRefused, StoreUnavailable
from stores.models import StoreState
from stores.port import Store

# A store that answers within so many seconds hangs no more.
QUICK_SECONDS = 3.0


class Lane(IntEnum):
    """What a doubted store is tried for; the numbers stand in PostgreSQL's locks and stay."""

    JOBS = 1
    DELIVERY = 2


class AnotherIsTried(JobPostponed):
    """Another doubted store is being tried in this lane: come again later."""


def is_doubted(company_id: int) -> bool:
    """Whether the company's store did not answer lately."""
    return StoreState.objects.filter(company=company_id, doubted_at__isnull=False).exists()


def doubt(company: Company) -> None:
    """The company's store did not answer."""
    StoreState.of(company)
    StoreState.objects.filter(company=company).update(doubted_at=timezone.now())


@contextmanager
def asking(company: Company, store: Store, lane: Lane) -> Iterator[None]:
    """Ask the company's `store` within the block; a doubted one is tried first.

    Raises `AnotherIsTried`, and `StoreUnavailable` where it does not answer. The doubt is over when
    the block has ended well: a store may answer one question and hang on the next.
    """
    doubted = StoreState.objects.filter(company=company, doubted_at__isnull=False)
    since = doubted.values_list("doubted_at", flat=True).first()
    try:
        is_quick = since is not None and _try(store, lane)
        yield
    except StoreUnavailable:
        doubt(company)
        raise
    if is_quick:
        doubted.filter(doubted_at=since).update(doubted_at=None)  # not where it was doubted again


def _try(store: Store, lane: Lane) -> bool:
    """Ask the doubted store for something small; whether it answered at once."""
    with lease(lane, LockSpace.DOUBTED_STORES) as is_free:
        if not is_free:
            raise AnotherIsTried
        began = time.monotonic()
        with suppress(StoreRefused):  # it answers; what is asked next tells what it refuses
            store.statuses()
        return time.monotonic() - began <= QUICK_SECONDS
