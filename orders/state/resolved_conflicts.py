"""Conflicts with the store that an action of ours has resolved."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from orders.models import ConflictKind, Order, OrderConflict


def resolve_cancellations(orders: Sequence[Order], *, by: AbstractBaseUser | None = None) -> None:
    """The `orders` are cancelled here too: what the store's cancellation asked for is done."""
    asked = OrderConflict.objects.filter(kind=ConflictKind.CANCELLED_IN_STORE, settled_at=None)
    asked.filter(order__in=orders).update(
        settled_at=timezone.now(), settled_by_id=by.pk if by else None
    )
