"""A batch of deliveries to a store, and what came of each before it is recorded."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from stores.errors import (
    StoreError,
    StoreForbidden,
    StoreLoginRejected,
    StoreMoved,
    StoreRefused,
    StoreUnavailable,
)
from stores.models import OutgoingChange


class DeliveryEnd(StrEnum):
    """SENT and confirmed; STUCK until a person decides; LATER again; UNTOUCHED as it was before."""

    SENT = "sent"
    STUCK = "stuck"
    LATER = "later"
    UNTOUCHED = "untouched"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryResult:
    """How one delivery ended. `sentence` is for staff.

    `unclear`: the store may still carry it out. `retry_after`: seconds the store asked for. For the
    rest see `stores.delivery_outcomes.DeliveryOutcome`.
    """

    change: OutgoingChange
    end: DeliveryEnd
    sentence: str = ""
    unclear: bool = False
    retry_after: float | None = None
    was_known: bool = False
    warning: str = ""
    status_name: str = ""
    status_reading: str = ""
    receipt: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class BatchResult:
    """The results of one batch, and what it showed about the store as a whole.

    `down` is the error that stands for the store and not for one change; `statuses_stopped` the
    reason why no status may leave any more.
    """

    results: list[DeliveryResult] = field(default_factory=list)
    down: StoreError | None = None
    statuses_stopped: str = ""

    @property
    def has_reached_store(self) -> bool:
        """Whether the store answered for at least one change."""
        return any(result.end in (DeliveryEnd.SENT, DeliveryEnd.STUCK) for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed change and what the database adds to it, so that threads need not ask.

    `taken` are the store's numbers of the order's shipments that other changes have.
    """

    change: OutgoingChange
    until: datetime
    taken: frozenset[str] = frozenset()
    shipment_id: str = ""
    was_unclear: bool = False


def is_of_the_store(error: StoreError) -> bool:
    """Whether an error says something about the store, and not about the change it came with."""
    return isinstance(error, StoreLoginRejected | StoreForbidden | StoreMoved)


def failed(delivery: Delivery, error: StoreError, *, most_refusals: int) -> DeliveryResult:
    """The result of a write that ended with `error`."""
    change = delivery.change
    if isinstance(error, StoreUnavailable):
        return DeliveryResult(
            change=change,
            end=DeliveryEnd.LATER,
            sentence=error.sentence,
            unclear=error.may_have_happened,
            retry_after=error.retry_after,
        )
    is_last = isinstance(error, StoreRefused) and change.attempts >= most_refusals
    return DeliveryResult(
        change=change,
        end=DeliveryEnd.STUCK if is_last else DeliveryEnd.LATER,
        sentence=error.sentence,
    )
