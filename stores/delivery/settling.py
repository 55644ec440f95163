"""Writing down what came of a batch: changes, and through the receiver the orders."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.parts import in_parts
from stores import outcomes
from stores.delivery import timing
from stores.delivery.results import End, Result
from stores.models import ChangeState, OutgoingChange
from stores.outcomes import Outcome

# In one transaction: few enough to lock their orders only for a moment.
AT_A_TIME = 50

_COLUMNS = [
    *("state", "attempts", "not_before", "unclear_until"),
    *("last_error", "receipt", "sent_at", "claimed_at"),
]


def settle(results: Sequence[Result]) -> None:
    """Give every change of `results` its new state and tell its order."""
    for part in in_parts(results, AT_A_TIME):
        with transaction.atomic():
            _settle(part)


def _settle(results: Sequence[Result]) -> None:
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
        if change.state == ChangeState.SENT or not (is_ours or result.end == End.SENT):
            continue
        _write(change, result, now)
        changes.append(change)
        if change.state in (ChangeState.SENT, ChangeState.STUCK):
            told.append(_outcome(change, result))
    outcomes.tell(told)
    OutgoingChange.objects.bulk_update(changes, _COLUMNS)


def _write(change: OutgoingChange, result: Result, now: datetime) -> None:
    change.claimed_at = None
    if result.end == End.UNTOUCHED:
        change.state, change.attempts = ChangeState.WAITING, max(0, change.attempts - 1)
        return
    change.last_error = "" if result.end == End.SENT else result.sentence
    change.receipt = change.receipt | result.receipt
    if result.end == End.SENT:
        change.state, change.sent_at = ChangeState.SENT, now
        change.last_error = result.warning
    elif result.end == End.STUCK or change.attempts >= timing.MOST_TRIES:
        change.state = ChangeState.STUCK
    else:
        change.state = ChangeState.WAITING
        change.not_before = now + timing.pause(change.attempts, result.retry_after)
    if result.unclear:
        change.unclear_until = now + timing.settles_after()


def _outcome(change: OutgoingChange, result: Result) -> Outcome:
    state = ChangeState(change.state)
    sentence = result.sentence
    if state == ChangeState.STUCK:
        sentence = f"{change.get_kind_display()}: the website could not be told. {sentence}"
    return Outcome(
        change=change,
        state=state,
        sentence=sentence,
        shipment_id=str(result.receipt.get("shipment_id", "")),
        adopted=result.adopted,
        warning=result.warning if state == ChangeState.SENT else "",
        status_name=result.status_name,
        status_reading=result.status_reading,
    )
