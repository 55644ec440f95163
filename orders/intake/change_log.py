"""The Change Log of what the store changed: bulk writes pass by django-auditlog's own listening."""

from collections.abc import Mapping, Sequence

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from orders.models import Order

_LOGGED = (
    "order_status",
    "payment_status",
    "shipping_status",
    "store_status_name",
    "grand_total",
    "customer_email",
    "customer_phone",
    "payment_method",
)


def logged_values(order: Order) -> dict[str, str]:
    """What an order's Change Log would say of it now."""
    return {name: str(getattr(order, name)) for name in _LOGGED}


def write_change_log(before: Mapping[int, Mapping[str, str]], orders: Sequence[Order]) -> None:
    """Write one entry for each order that differs from its values `before`, by order id."""
    kind = ContentType.objects.get_for_model(Order)
    entries = []
    for order in orders:
        old, new = before[order.pk], logged_values(order)
        changed = {name: [old[name], new[name]] for name in _LOGGED if old[name] != new[name]}
        if changed:
            entries.append(
                LogEntry(
                    content_type=kind,
                    object_pk=str(order.pk),
                    object_id=order.pk,
                    object_repr=str(order),
                    action=LogEntry.Action.UPDATE,
                    changes=changed,
                )
            )
    LogEntry.objects.bulk_create(entries)
