"""The timeline of an order in pages, newest first, perhaps of one kind only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.numbers import whole_number
from orders.models import EventKind, Order, OrderEvent

EVENTS_PER_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A page of events. `older` is where the next page begins; None on the last one."""

    events: Sequence[OrderEvent]
    kind: str
    older: int | None
    is_first: bool


def timeline_of(order: Order, query: Mapping[str, str]) -> Timeline:
    """The events that `query` asks for by `kind` and `before` (an event id). One statement."""
    kind, before = query.get("kind", ""), whole_number(query.get("before", ""))
    events = order.events.select_related("by")
    if kind in EventKind.values:
        events = events.filter(kind=kind)
    else:
        kind = ""
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: EVENTS_PER_PAGE + 1])
    shown = found[:EVENTS_PER_PAGE]
    return Timeline(
        events=shown,
        kind=kind,
        older=shown[-1].pk if len(found) > EVENTS_PER_PAGE else None,
        is_first=before is None,
    )
