"""Recording what came of a batch: on the changes, and through the receiver on the orders."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.parts import in_parts
from core.storable_text import storable
from stores import delivery_outcomes
from stores.delivery import timing
from stores.delivery.batches import DeliveryEnd, DeliveryResult
from stores.delivery_outcomes import DeliveryOutcome
from stores.models import ChangeState, OutgoingChange

# In one transaction: few enough to lock their orders only for a moment.
AT_A_TIME = 50

_COLUMNS = [
    *("state", "attempts", "not_before", "unclear_until"),
    *("last_error", "receipt", "sent_at", "claimed_at"),
]


def record_results(results: Sequence[DeliveryResult]) -> None:
    """Give every change of `results` its new state and report it to its order."""
    for part in in_parts(results, AT_A_TIME):
        with transaction.atomic():
            _record(part)


def _record(results: Sequence[DeliveryResult]) -> None:
    by_id = {result.change.pk: result for result in results}
    locked = OutgoingChange.objects.select_for_update(of=("self",)).select_related("company")
    told, now = [], timezone.now()
    changes = []
    for change in locked.filter(pk__in=by_id).order_by("pk"):
        result = by_id[change.pk]
        is_ours = (change.state, change.claimed_at) == (
            ChangeState.SENDING,
            result.change.claimed_at,
        )
        # What the store has heard is true whoever holds the change now; a failure is not.
        if change.state == ChangeState.SENT or not (is_ours or result.end == DeliveryEnd.SENT):
            continue
        _write(change, result, now)
        changes.append(change)
        if change.state in (ChangeState.SENT, ChangeState.STUCK):
            told.append(_outcome(change, result))
    delivery_outcomes.report(told)
    OutgoingChange.objects.bulk_update(changes, _COLUMNS)


def _write(change: OutgoingChange, result: DeliveryResult, now: datetime) -> None:
    change.claimed_at = None
    if result.end == DeliveryEnd.UNTOUCHED:
        change.state, change.attempts = ChangeState.WAITING, max(0, change.attempts - 1)
        return
    change.last_error = "" if result.end == DeliveryEnd.SENT else storable(result.sentence)
    change.receipt = change.receipt | result.receipt
    if result.end == DeliveryEnd.SENT:
        change.state, change.sent_at = ChangeState.SENT, now
        change.last_error = storable(result.warning)
    elif result.end == DeliveryEnd.STUCK or change.attempts >= timing.MOST_TRIES:
        change.state = ChangeState.STUCK
    else:
        change.state = ChangeState.WAITING
        change.not_before = now + timing.pause(change.attempts, result.retry_after)
    if result.unclear:
        change.unclear_until = now + timing.unclear_for()


def _outcome(change: OutgoingChange, result: DeliveryResult) -> DeliveryOutcome:
    state = ChangeState(change.state)
    sentence = result.sentence
    if state == ChangeState.STUCK:
        sentence = f"{change.get_kind_display()}: the website could not be told. {sentence}"
    return DeliveryOutcome(
        change=change,
        state=state,
        sentence=sentence,
        shipment_id=str(result.receipt.get("shipment_id", "")),
        was_known=result.was_known,
        warning=result.warning if state == ChangeState.SENT else "",
        status_name=result.status_name,
        status_reading=result.status_reading,
    )
