"""The outbox: what a store must be told is enqueued here, and people decide about it here.

Locks: whoever holds an order touches changes with `skip_locked` only; whoever holds a change may
wait for its order. So nobody waits in a circle.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from core.notifying import messages_waiting, notify_workers
from core.refusals import Refused
from jobs.kinds import OUTGOING
from settings.models import Company
from stores import delivery_outcomes
from stores.delivery_outcomes import DeliveryOutcome
from stores.models import ChangeState, OutgoingChange
from stores.payloads import Payload

# A notification that no worker took for so many seconds is worth nothing: the sweep has been by.
NOTIFICATION_EXPIRES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChange:
    """What a store must be told of one of its orders. `key` names the fact."""

    store_order_id: str
    payload: Payload
    key: str


def enqueue(
    company: Company,
    new: NewChange,
    *,
    not_before: datetime | None = None,
    by: AbstractBaseUser | None = None,
) -> OutgoingChange:
    """Put a change into the outbox, once per `key`. To be called in the transaction of the fact."""
    row = _row(company, new, not_before=not_before, by=by)
    OutgoingChange.objects.bulk_create([row], ignore_conflicts=True)
    change = OutgoingChange.objects.get(key=new.key)
    if not_before is None:
        notify_after_commit(company.pk)
    return change


def enqueue_many(
    company: Company,
    new: Iterable[NewChange],
    *,
    not_before: datetime | None = None,
    by: AbstractBaseUser | None = None,
) -> None:
    """As `enqueue` for many changes of one company, in one statement."""
    rows = (_row(company, one, not_before=not_before, by=by) for one in new)
    OutgoingChange.objects.bulk_create(rows, ignore_conflicts=True)
    if not_before is None:
        notify_after_commit(company.pk)


def notify_after_commit(company_id: int) -> None:
    """Wake a worker for a company after the commit. Losing this loses nothing: the sweep comes."""
    transaction.on_commit(lambda: notify(company_id))


def notify(company_id: int) -> None:
    """Wake a worker for a company now."""
    notify_workers("stores.tasks.deliver", company_id, expires=NOTIFICATION_EXPIRES)


def notify_of_all(company_ids: Sequence[int]) -> None:
    """Wake a worker for each of these companies, unless as many messages wait already."""
    if messages_waiting(OUTGOING) < len(company_ids):
        for company_id in company_ids:
            notify(company_id)


def why_not_send_again(change: OutgoingChange) -> str:
    """Why the change cannot be sent again, as a sentence; '' when it can."""
    if change.state == ChangeState.SENDING:
        return "It is being sent at this moment."
    if change.state == ChangeState.SENT:
        return "The website has been told of it already."
    return ""


def send_again(change: OutgoingChange, *, by: AbstractBaseUser) -> None:
    """Let a waiting, stuck or dismissed change go now. Raises `Refused`.

    Should the store know of it already, it is not told twice: the delivery looks first.
    """
    with transaction.atomic():
        locked = _lock(change)
        _refuse_if(why_not_send_again(locked))
        locked.state, locked.not_before = ChangeState.WAITING, None
        locked.attempts, locked.last_error = 0, ""
        locked.save(update_fields=["state", "not_before", "attempts", "last_error"])
        _report(locked, f"{locked.get_kind_display()}: to be sent to the website again.", by)
        notify_after_commit(locked.company_id)


def why_not_dismiss(change: OutgoingChange) -> str:
    """Why the change cannot be dismissed, as a sentence; '' when it can."""
    if change.state == ChangeState.DISMISSED:
        return "It has been dismissed already."
    return why_not_send_again(change)


def dismiss(change: OutgoingChange, *, by: AbstractBaseUser) -> None:
    """Decide that the website shall not be told. Raises `Refused`."""
    with transaction.atomic():
        locked = _lock(change)
        _refuse_if(why_not_dismiss(locked))
        _dismiss(locked)
        _report(locked, f"{locked.get_kind_display()}: dismissed, the website is not told.", by)


def mark_as_notified(change: OutgoingChange, *, by: AbstractBaseUser) -> None:
    """Note that the website knows of it, because somebody told it there. Raises `Refused`."""
    with transaction.atomic():
        locked = _lock(change)
        _refuse_if(why_not_send_again(locked))
        mark_sent(locked, by_hand=True)
        _report(locked, f"{locked.get_kind_display()}: marked as known to the website.", by)


def mark_sent(change: OutgoingChange, *, by_hand: bool = False, shipment_id: str = "") -> None:
    """Note that the store knows of the change, though no delivery told it.

    The caller holds the change's lock and writes the order. `by_hand`: a person says so;
    `shipment_id` is the store's number of the shipment, where it is known.
    """
    receipt: dict[str, object] = {"by_hand": True} if by_hand else {"shipment_id": shipment_id}
    change.state, change.sent_at = ChangeState.SENT, timezone.now()
    change.last_error, change.receipt = "", change.receipt | receipt
    change.save(update_fields=["state", "sent_at", "last_error", "receipt"])


def enqueue_again(change: OutgoingChange) -> None:
    """Let a change that was marked as sent by hand wait again; the caller holds its lock."""
    change.state, change.sent_at, change.not_before = ChangeState.WAITING, None, None
    change.attempts, change.last_error, change.receipt = 0, "", {}
    change.save()
    notify_after_commit(change.company_id)


def lock_if_free(keys: Iterable[str]) -> dict[str, OutgoingChange]:
    """Changes by key, locked; those that somebody is treating just now are left out.

    For callers that hold the order.
    """
    found = OutgoingChange.objects.select_for_update(skip_locked=True).filter(key__in=list(keys))
    return {change.key: change for change in found}


def has_left(change: OutgoingChange) -> bool:
    """Whether the store has been told of it, or may have been."""
    is_told = change.state in (ChangeState.SENDING, ChangeState.SENT)
    return is_told or change.unclear_until is not None


def withdraw(key: str) -> bool:
    """Take a change that has not left yet out of the outbox. For callers that hold the order.

    False when the store has been told of it, or may have been. True also when there is none.
    """
    change = lock_if_free([key]).get(key)
    if change is None:
        return not OutgoingChange.objects.filter(key=key).exists()
    if has_left(change):
        return False
    change.delete()  # the same fact may be enqueued again
    return True


def _row(
    company: Company, new: NewChange, *, not_before: datetime | None, by: AbstractBaseUser | None
) -> OutgoingChange:
    return OutgoingChange(
        company=company,
        store_order_id=new.store_order_id,
        kind=new.payload.kind,
        payload=new.payload.as_json(),
        key=new.key,
        not_before=not_before,
        by_id=by.pk if by else None,
    )


def _lock(change: OutgoingChange) -> OutgoingChange:
    return OutgoingChange.objects.select_for_update(of=("self",)).get(pk=change.pk)


def _refuse_if(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def _dismiss(change: OutgoingChange) -> None:
    change.state = ChangeState.DISMISSED
    change.save(update_fields=["state"])


def _report(change: OutgoingChange, sentence: str, by: AbstractBaseUser) -> None:
    state = ChangeState(change.state)
    delivery_outcomes.report(
        [DeliveryOutcome(change=change, state=state, sentence=sentence, by=by)]
    )
