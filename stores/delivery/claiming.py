"""Taking changes out of the tray: each by one worker, oldest first per order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from settings.models import Company
from stores.delivery import timing
from stores.delivery.results import Letter
from stores.models import (
    UNDELIVERED,
    ChangeKind,
    ChangeState,
    OutgoingChange,
    OutgoingChangeQuerySet,
    Postbox,
)

TRACKING = (ChangeKind.SHIPMENT, ChangeKind.CORRECTION)


def due(company: Company, postbox: Postbox, now: datetime) -> OutgoingChangeQuerySet:
    """The company's changes that may leave now, oldest first; several may be of one order.

    Nothing overtakes an older change of its order, except that a parcel does not wait for one that
    is stuck. Tracking stays while Allow Tracking Upload is off; it goes when that is switched on.
    """
    waiting = OutgoingChange.objects.filter(company=company, state=ChangeState.WAITING)
    ready = waiting.filter(Q(not_before=None) | Q(not_before__lte=now))
    ready = ready.filter(Q(unclear_until=None) | Q(unclear_until__lte=now))
    if not company.website_options.allow_tracking_upload:
        ready = ready.exclude(kind__in=TRACKING)
    if postbox.statuses_stopped_at is not None:
        ready = ready.exclude(kind=ChangeKind.STATUS)
    older = OutgoingChange.objects.filter(
        company=company,
        store_order_id=OuterRef("store_order_id"),
        pk__lt=OuterRef("pk"),
        state__in=UNDELIVERED,
    )
    parcels = older.filter(
        Q(state=ChangeState.SENDING) | Q(state=ChangeState.WAITING, kind=ChangeKind.SHIPMENT)
    )
    may_go = Q(~Exists(older)) | Q(~Exists(parcels), kind=ChangeKind.SHIPMENT)
    return ready.filter(may_go).order_by("pk")


def claim(company: Company, postbox: Postbox, limit: int) -> list[Letter]:
    """Take up to `limit` changes of different orders. Raises nothing when there are none."""
    now = timezone.now()
    with transaction.atomic():
        found = due(company, postbox, now).select_for_update(of=("self",), skip_locked=True)
        oldest: dict[str, OutgoingChange] = {}
        for change in found[:limit]:
            oldest.setdefault(change.store_order_id, change)
        claimed = list(oldest.values())
        OutgoingChange.objects.filter(pk__in=[change.pk for change in claimed]).update(
            state=ChangeState.SENDING, claimed_at=now, attempts=F("attempts") + 1
        )
    for change in claimed:
        change.state, change.claimed_at = ChangeState.SENDING, now
        change.attempts += 1
    return _letters(company, claimed, now + timing.start_within())


def put_old_claims_back(company: Company) -> int:
    """Return what a worker took and never settled; the store may have heard it meanwhile."""
    now = timezone.now()
    old = OutgoingChange.objects.filter(
        company=company, state=ChangeState.SENDING, claimed_at__lt=now - timing.claim_lasts()
    )
    return old.update(
        state=ChangeState.WAITING,
        unclear_until=F("claimed_at") + timing.claim_lasts() + timing.settles_after(),
        last_error="The worker stopped while it told the store. The store is asked first, later.",
    )


def _letters(company: Company, changes: Sequence[OutgoingChange], until: datetime) -> list[Letter]:
    orders = [change.store_order_id for change in changes]
    told = OutgoingChange.objects.filter(
        company=company,
        store_order_id__in=orders,
        kind=ChangeKind.SHIPMENT,
        receipt__has_key="shipment_id",
    )
    taken: dict[str, dict[str, str]] = {}
    for order, key, receipt in told.values_list("store_order_id", "key", "receipt"):
        taken.setdefault(order, {})[key] = str(receipt["shipment_id"])
    letters = []
    for change in changes:
        by_key = taken.get(change.store_order_id, {})
        of_shipment = by_key.get(str(change.payload.get("shipment_key", "")), "")
        others = {number for key, number in by_key.items() if key != change.key}
        letters.append(
            Letter(
                change=change,
                until=until,
                taken=frozenset(others),
                shipment_id=str(change.payload.get("shipment_id") or of_shipment),
                was_unclear=change.unclear_until is not None,
            )
        )
    return letters
