"""What every page's bell shows."""

from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notices.models import Notice, Urgency


def bell(request: HttpRequest) -> dict[str, Any]:
    """`bell`: how many notices wait and the most urgent one's urgency; asked only when shown."""
    return {"bell": SimpleLazyObject(lambda: _bell(request))}


def _bell(request: HttpRequest) -> dict[str, Any]:
    waiting = Notice.objects.for_bell_of(request.user)
    answer = waiting.aggregate(count=Count("pk"), urgency=Max("urgency"))
    urgency = Urgency(answer["urgency"]) if answer["urgency"] else None
    return {"count": answer["count"], "urgency": urgency.name.lower() if urgency else ""}
