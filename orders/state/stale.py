"""Two people edit one order: the second is told what changed, and by whom, before saving.

A form carries the newest event that its page had seen. Whoever saves checks, with the order locked,
that nothing has happened since.
"""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from orders.models import EventKind, Order, OrderEvent

# These stand on the timeline and change nothing that a form edits.
_HARMLESS = (EventKind.NOTE, EventKind.INVOICE, EventKind.WEBSITE)


class ChangedMeanwhile(Exception):
    """The order changed since the form was opened. `events` say how, the oldest first."""

    def __init__(self, events: Sequence[OrderEvent]) -> None:
        super().__init__("Somebody changed the order meanwhile.")
        self.events = list(events)


def newest_event(order: Order) -> int:
    """The id of the order's newest event, for its forms to carry; 0 when there is none."""
    return order.events.values_list("pk", flat=True).first() or 0


def refuse_if_changed(order: Order, seen: int | None, *, by: AbstractBaseUser) -> None:
    """Raise `ChangedMeanwhile` when others changed the locked `order` after the event `seen`.

    None checks nothing: bulk work and jobs have no form.
    """
    if seen is None:
        return
    newer = order.events.filter(pk__gt=seen).exclude(kind__in=_HARMLESS)
    events = list(newer.filter(~Q(by=by.pk) | Q(by=None)).select_related("by").order_by("pk"))
    if events:
        raise ChangedMeanwhile(events)
