"""What the edit forms of an order have in common: the newest event that their page has seen."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from core.numbers import whole_number
from orders.models import Order, OrderEvent
from orders.state.stale import newest_event


def seen_in(request: HttpRequest) -> int | None:
    """The newest event that the sent form had seen; None when it does not say."""
    return whole_number(request.POST.get("seen", ""))


def edit_context(order: Order, meanwhile: Sequence[OrderEvent] = ()) -> dict[str, Any]:
    """What `_meanwhile.html` needs: after a refusal, `meanwhile` says what changed."""
    return {"order": order, "seen": newest_event(order), "meanwhile": meanwhile}
