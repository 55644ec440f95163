"""Batches of whole orders, and putting small ones together."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stores.errors import StoreError
from stores.port import StoreOrder, UnreadableOrder

AnyOrder = StoreOrder | UnreadableOrder

# How many orders are written in one transaction, if they come within so many seconds.
ORDERS_AT_A_TIME = 100
SECONDS_TO_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Whole orders of one page.

    `listed` rows were looked at, of which `same` say what we know already; `walked` is how many of
    the `expected` rows of this walk have been looked at so far. `missing` are numbers that were
    asked for and that the store does not have. `reached` is the number up to which the walk has
    passed over nothing; 0 where that cannot be said.
    """

    orders: Sequence[AnyOrder]
    listed: int
    walked: int
    expected: int
    same: int = 0
    missing: Sequence[str] = field(default_factory=tuple)
    reached: int = 0


def in_larger_batches(batches: Iterable[Batch]) -> Iterator[Batch]:
    """`batches`, put together while they come quickly: a large one costs less to write.

    When the store fails, what had come before is handed on first.
    """
    waiting: list[Batch] = []
    begun = time.monotonic()
    try:
        for batch in batches:
            waiting.append(batch)
            is_large = sum(len(one.orders) for one in waiting) >= ORDERS_AT_A_TIME
            if is_large or time.monotonic() - begun >= SECONDS_TO_WAIT:
                yield _together(waiting)
                waiting, begun = [], time.monotonic()
    except StoreError:
        if waiting:
            yield _together(waiting)
        raise
    if waiting:
        yield _together(waiting)


def _together(batches: Sequence[Batch]) -> Batch:
    return Batch(
        [order for one in batches for order in one.orders],
        sum(one.listed for one in batches),
        batches[-1].walked,
        batches[-1].expected,
        same=sum(one.same for one in batches),
        missing=[number for one in batches for number in one.missing],
        reached=max(one.reached for one in batches),
    )
