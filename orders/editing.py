"""What the edit forms of an order have in common: the newest event that their page has seen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest

from core.numbers import whole_number
from orders.models import Order, OrderEvent
from orders.state.stale import ChangedMeanwhile, newest_event


def seen_in(request: HttpRequest) -> int | None:
    """The newest event that the sent form had seen; None when it does not say."""
    return whole_number(request.POST.get("seen", ""))


def edit_context(order: Order, meanwhile: Sequence[OrderEvent] = ()) -> dict[str, Any]:
    """What `_meanwhile.html` needs: after a refusal, `meanwhile` says what changed."""
    return {"order": order, "seen": newest_event(order), "meanwhile": meanwhile}


@contextmanager
def collecting_changes(meanwhile: list[OrderEvent]) -> Iterator[None]:
    """Add to `meanwhile` what others changed, where the body is stopped by `ChangedMeanwhile`."""
    try:
        yield
    except ChangedMeanwhile as changed:
        meanwhile += changed.events
