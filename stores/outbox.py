"""The tray: posting what a store must hear, and what a person may decide about it.

Locks: whoever holds an order touches changes with `skip_locked` only; whoever holds a change may
wait for its order. So nobody waits in a circle.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from celery import current_app
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from core.refusals import Refused
from settings.models import Company
from stores import outcomes
from stores.models import ChangeKind, ChangeState, OutgoingChange
from stores.outcomes import Outcome

logger = logging.getLogger(__name__)

# A nudge that no worker took for so many seconds is worth nothing: the sweep has been by.
NUDGE_EXPIRES = 60


def post(
    company: Company,
    store_order_id: str,
    kind: ChangeKind,
    payload: dict[str, Any],
    *,
    key: str,
    not_before: datetime | None = None,
    by: AbstractBaseUser | None = None,
) -> OutgoingChange:
    """Put a change into the tray, once per `key`. To be called in the transaction of the fact.

    `payload` must be JSON; amounts and times as text.
    """
    change, is_new = OutgoingChange.objects.get_or_create(
        key=key,
        defaults={
            "company": company,
            "store_order_id": store_order_id,
            "kind": kind,
            "payload": payload,
            "not_before": not_before,
            "by_id": by.pk if by else None,
        },
    )
    if is_new and not_before is None:
        nudge(company.pk)
    return change


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One of many changes that are posted together."""

    store_order_id: str
    payload: dict[str, Any]
    key: str


def post_many(
    company: Company,
    kind: ChangeKind,
    letters: Iterable[Letter],
    *,
    not_before: datetime | None = None,
    by: AbstractBaseUser | None = None,
) -> None:
    """As `post` for many changes of one company, in one statement."""
    OutgoingChange.objects.bulk_create(
        (
            OutgoingChange(
                company=company,
                store_order_id=letter.store_order_id,
                kind=kind,
                payload=letter.payload,
                key=letter.key,
                not_before=not_before,
                by_id=by.pk if by else None,
            )
            for letter in letters
        ),
        ignore_conflicts=True,
    )
    if not_before is None:
        nudge(company.pk)


def nudge(company_id: int) -> None:
    """Wake a worker for a company after the commit. Losing this loses nothing: the sweep comes."""
    transaction.on_commit(lambda: ring(company_id))


def ring(company_id: int) -> None:
    """Wake a worker for a company now."""
    try:
        current_app.send_task(
            "stores.tasks.deliver", args=[company_id], expires=NUDGE_EXPIRES, retry=False
        )
    except BrokerDown:
        logger.warning("The broker is away; the sweep will deliver for company %s.", company_id)


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
        _tell(locked, f"{locked.get_kind_display()}: to be sent to the website again.", by)
        nudge(locked.company_id)


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
        _tell(locked, f"{locked.get_kind_display()}: dismissed, the website is not told.", by)


def mark_as_notified(change: OutgoingChange, *, by: AbstractBaseUser) -> None:
    """Note that the website knows of it, because somebody told it there. Raises `Refused`."""
    with transaction.atomic():
        locked = _lock(change)
        _refuse_if(why_not_send_again(locked))
        settle(locked, by_hand=True)
        _tell(locked, f"{locked.get_kind_display()}: marked as known to the website.", by)


def settle(change: OutgoingChange, **receipt: Any) -> None:
    """Take a change out of the tray as told; the caller holds its lock and writes the order."""
    change.state, change.sent_at = ChangeState.SENT, timezone.now()
    change.last_error, change.receipt = "", change.receipt | receipt
    change.save(update_fields=["state", "sent_at", "last_error", "receipt"])


def put_back(change: OutgoingChange) -> None:
    """Put a change that was settled by hand back into the tray; the caller holds its lock."""
    change.state, change.sent_at, change.not_before = ChangeState.WAITING, None, None
    change.attempts, change.last_error, change.receipt = 0, "", {}
    change.save()
    nudge(change.company_id)


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
    """Take a change that has not left yet out of the tray. For callers that hold the order.

    False when the store has been told of it, or may have been. True also when there is none.
    """
    change = lock_if_free([key]).get(key)
    if change is None:
        return not OutgoingChange.objects.filter(key=key).exists()
    if has_left(change):
        return False
    change.delete()  # the same fact may be posted anew
    return True


def _lock(change: OutgoingChange) -> OutgoingChange:
    return OutgoingChange.objects.select_for_update(of=("self",)).get(pk=change.pk)


def _refuse_if(sentence: str) -> None:
    if sentence:
        raise Refused(sentence)


def _dismiss(change: OutgoingChange) -> None:
    change.state = ChangeState.DISMISSED
    change.save(update_fields=["state"])


def _tell(change: OutgoingChange, sentence: str, by: AbstractBaseUser) -> None:
    state = ChangeState(change.state)
    outcomes.tell([Outcome(change=change, state=state, sentence=sentence, by=by)])
