"""The Change Log of what the store changed: bulk writes pass by django-auditlog's own listening."""

from collections.abc import Mapping, Sequence

from auditlog.models import LogEntry

from orders.models import Order
from settings.change_log import new_entry

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
    entries = []
    for order in orders:
        old, new = before[order.pk], logged_values(order)
        changed = {name: [old[name], new[name]] for name in _LOGGED if old[name] != new[name]}
        if changed:
            entries.append(new_entry(order, LogEntry.Action.UPDATE, changed))
    LogEntry.objects.bulk_create(entries)
