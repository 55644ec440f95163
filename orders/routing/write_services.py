"""Writing down another service for groups, with timeline and Change Log."""

from collections.abc import Sequence
from dataclasses import dataclass

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser

from orders.models import EventKind, OrderEvent, OrderShippingGroup
from orders.routing.choose_services import flag_orders
from settings.change_log import new_entry
from shipping.models import ShippingService
from shipping.service_choice import ServiceChoice, ServiceSource

# What Sellercloud's users filter an order's Change Log by.
LOGGED_AS = "ShippingServiceSelected"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewService:
    """A group, with its order, and what it is sent by from now on."""

    group: OrderShippingGroup
    service: ShippingService | None
    is_rush: bool
    source: ServiceSource


def as_chosen(choice: ServiceChoice, group: OrderShippingGroup) -> NewService:
    """What the mapping chose for `group`."""
    return NewService(
        group=group, service=choice.service, is_rush=choice.is_rush, source=choice.source
    )


def write_services(changes: Sequence[NewService], *, by: AbstractBaseUser | None = None) -> None:
    """Write `changes` down; a fixed number of statements. To be called in a transaction."""
    events, entries = [], []
    for change in changes:
        group = change.group
        old = in_words(group.service, is_rush=group.is_rush)
        group.service, group.is_rush = change.service, change.is_rush
        group.service_source = change.source
        new = in_words(group.service, is_rush=group.is_rush)
        if old != new:
            reason = (
                "chosen by hand" if change.source == ServiceSource.BY_HAND else "by the mapping"
            )
            message = f"Shipping method of “{group}”: {new}, {reason}. It was {old}."
            kind = EventKind.SHIPPING_METHOD
            by_id = by.pk if by else None
            events.append(OrderEvent(order=group.order, kind=kind, message=message, by_id=by_id))
            changed = {LOGGED_AS: [old, new]}
            entries.append(new_entry(group.order, LogEntry.Action.UPDATE, changed, by=by))
    columns = ["service", "is_rush", "service_source"]
    OrderShippingGroup.objects.bulk_update([change.group for change in changes], columns)
    OrderEvent.objects.bulk_create(events)
    LogEntry.objects.bulk_create(entries)
    flag_orders({change.group.order_id for change in changes})


def in_words(service: ShippingService | None, *, is_rush: bool) -> str:
    """A service as timelines name it."""
    words = str(service) if service else "none"
    return f"{words}, Rush" if is_rush else words
