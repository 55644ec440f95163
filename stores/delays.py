"""Applying new Delayed Tracking Settings to what waits already."""

from dataclasses import replace

from django.db import transaction

from stores import outbox
from stores.models import ChangeKind, ChangeState, OutgoingChange, TrackingDelay
from stores.payloads import ShipmentPayload


@transaction.atomic
def retime_waiting(delay: TrackingDelay) -> int:
    """Give tracking that nobody has tried yet its new time; gives how many changes there were.

    Counted from the moment at which each was enqueued. What failed before keeps its own pause.
    """
    waiting = OutgoingChange.objects.select_for_update(skip_locked=True).filter(
        company=delay.company,
        kind=ChangeKind.SHIPMENT,
        state=ChangeState.WAITING,
        attempts=0,
        unclear_until=None,
    )
    changes = list(waiting)
    for change in changes:
        change.not_before = delay.earliest(change.created_at)
        payload = ShipmentPayload.from_json(change.payload)
        change.payload = replace(payload, may_mail=delay.mails_customer).as_json()
    OutgoingChange.objects.bulk_update(changes, ["not_before", "payload"], batch_size=500)
    outbox.notify_after_commit(delay.company_id)
    return len(changes)
