"""Set Channel Notified For Shipping, and Not Notified: what a person says the website knows.

Neither tells the store anything by itself; *Not Notified* lets the upload go again, which looks
before it writes.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from orders.fulfilment.website_outcomes import enqueue_shipped_statuses
from orders.fulfilment.website_updates import enqueue_shipment, shipment_key
from orders.models import EventKind, Order, OrderEvent, Package
from stores import outbox
from stores.models import ChangeState, OutgoingChange


def why_not_mark_notified(order: Order) -> str:
    """Why no package of the order can be marked as notified, as a sentence; '' when one can."""
    if not order.packages.not_notified().exists():
        return "There is no package that has left without the website knowing."
    return ""


@transaction.atomic
def mark_source_notified(order: Order, *, by: AbstractBaseUser) -> int:
    """Note that the website knows of every package that has left; gives how many were marked.

    Their changes count as sent. One that is being sent at this very moment is left to the
    delivery.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    packages = list(locked.packages.not_notified())
    keys = [shipment_key(package) for package in packages]
    changes = outbox.lock_if_free(keys)
    # Those that the delivery holds are not in the answer: they are there, and are being treated.
    there = set(OutgoingChange.objects.filter(key__in=keys).values_list("key", flat=True))
    marked = []
    for package, key in zip(packages, keys, strict=True):
        change = changes.get(key)
        is_held = change is None and key in there
        if is_held or (change is not None and change.state == ChangeState.SENDING):
            continue
        if change is not None and change.state != ChangeState.SENT:
            outbox.mark_sent(change, by_hand=True)
        package.is_source_notified, package.source_notified_at = True, timezone.now()
        marked.append(package)
    Package.objects.bulk_update(marked, ["is_source_notified", "source_notified_at"])
    _write_events(locked, marked, "marked as known to the website", by)
    enqueue_shipped_statuses([locked])
    return len(marked)


def why_not_mark_not_notified(order: Order) -> str:
    """Why no package can be marked as not notified, as a sentence; '' when one can."""
    if not _marked_by_hand(order):
        return "There is no package of which only we say that the website knows."
    return ""


@transaction.atomic
def mark_source_not_notified(order: Order, *, by: AbstractBaseUser) -> int:
    """Let the packages that were only marked as known be uploaded again; gives how many.

    A package of which the store has a shipment is known to it and stays so.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    packages = _marked_by_hand(locked)
    changes = outbox.lock_if_free(map(shipment_key, packages))
    for package in packages:
        change = changes.get(shipment_key(package))
        if change is None:
            enqueue_shipment(package, by=by)
        else:
            outbox.enqueue_again(change)
        package.is_source_notified, package.source_notified_at = False, None
    Package.objects.bulk_update(packages, ["is_source_notified", "source_notified_at"])
    _write_events(locked, packages, "marked as not known to the website; it is to be told", by)
    return len(packages)


def _marked_by_hand(order: Order) -> list[Package]:
    marked = order.packages.ship_confirmed().filter(is_source_notified=True, store_shipment_id="")
    return list(marked)


def _write_events(order: Order, packages: list[Package], what: str, by: AbstractBaseUser) -> None:
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, kind=EventKind.WEBSITE, by_id=by.pk, message=f"{package}: {what}.")
        for package in packages
    )
