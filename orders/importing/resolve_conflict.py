"""A person says that what the store and we disagreed about is resolved."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from orders.models import EventKind, OrderConflict, OrderEvent


def resolve_conflict(conflict: OrderConflict, *, by: AbstractBaseUser) -> bool:
    """Note that a person has resolved `conflict`. False when somebody else did before."""
    with transaction.atomic():
        still_open = OrderConflict.objects.filter(pk=conflict.pk, settled_at=None)
        if not still_open.update(settled_at=timezone.now(), settled_by_id=by.pk):
            return False
        OrderEvent.objects.create(
            order_id=conflict.order_id,
            kind=EventKind.RESOLVED,
            by_id=by.pk,
            message=f"Resolved: {conflict.get_kind_display()}.",
        )
    return True
