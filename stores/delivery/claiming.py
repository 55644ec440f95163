"""Claiming changes of the outbox: each by one worker, oldest first per order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least
from django.utils import timezone

from settings.models import Company
from stores.delivery import timing
from stores.delivery.batches import Delivery
from stores.models import (
    UNDELIVERED,
    ChangeKind,
    ChangeState,
    OutgoingChange,
    OutgoingChangeQuerySet,
    StoreState,
)
from stores.payloads import CorrectionPayload

TRACKING = (ChangeKind.SHIPMENT, ChangeKind.CORRECTION)


def due(company: Company, state: StoreState, now: datetime) -> OutgoingChangeQuerySet:
    """The company's changes that may leave now, oldest first; several may be of one order.

    Nothing overtakes an older change of its order, except that a parcel does not wait for one that
    is stuck. Tracking stays while Allow Tracking Upload is off; it goes when that is switched on.
    """
    waiting = OutgoingChange.objects.filter(company=company, state=ChangeState.WAITING)
    ready = waiting.filter(_is_over("not_before", now, timing.LONGEST_DELAY))
    longest_doubt = timing.claim_lasts() + timing.unclear_for()
    ready = ready.filter(_is_over("unclear_until", now, longest_doubt))
    if not company.website_options.allow_tracking_upload:
        ready = ready.exclude(kind__in=TRACKING)
    if state.statuses_stopped_at is not None:
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


def claim(company: Company, state: StoreState, limit: int) -> list[Delivery]:
    """Take up to `limit` changes of different orders. Raises nothing when there are none."""
    now = timezone.now()
    with transaction.atomic():
        found = due(company, state, now).select_for_update(of=("self",), skip_locked=True)
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
    return _deliveries(company, claimed, now + timing.start_within())


def _is_over(column: str, now: datetime, longest: timedelta) -> Q:
    """No wait, one that has ended, or one beyond its own maximum: the clock has jumped."""
    ended = Q(**{f"{column}__lte": now}) | Q(**{f"{column}__gt": now + longest})
    return Q(**{column: None}) | ended


def put_old_claims_back(company: Company) -> int:
    """Return what a worker claimed and never recorded; the store may know of it meanwhile."""
    now = timezone.now()
    # A claim of the future was made by a clock that has been put right since.
    is_old = Q(claimed_at__lt=now - timing.claim_lasts()) | Q(
        claimed_at__gt=now + timing.claim_lasts()
    )
    old = OutgoingChange.objects.filter(is_old, company=company, state=ChangeState.SENDING)
    return old.update(
        state=ChangeState.WAITING,
        unclear_until=Least(F("claimed_at") + timing.claim_lasts(), now) + timing.unclear_for(),
        last_error="The worker stopped while it told the store. The store is asked first, later.",
    )


def _deliveries(
    company: Company, changes: Sequence[OutgoingChange], until: datetime
) -> list[Delivery]:
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
    deliveries = []
    for change in changes:
        by_key = taken.get(change.store_order_id, {})
        shipment_id = ""
        if isinstance(content := change.content, CorrectionPayload):
            shipment_id = content.shipment_id or by_key.get(content.shipment_key, "")
        others = {number for key, number in by_key.items() if key != change.key}
        deliveries.append(
            Delivery(
                change=change,
                until=until,
                taken=frozenset(others),
                shipment_id=shipment_id,
                was_unclear=change.unclear_until is not None,
            )
        )
    return deliveries
