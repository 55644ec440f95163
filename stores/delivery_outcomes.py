"""What became of outgoing changes, and who writes it on the orders.

This app knows no order, only the store's number of it. Whoever the project setting
`OUTCOME_RECEIVER` names (a dotted path) writes the outcome on the order, in the transaction in
which the change gets its new state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.module_loading import import_string

from stores.models import ChangeState, OutgoingChange


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryOutcome:
    """A change with its new state: SENT, STUCK, DISMISSED or, sent again, WAITING.

    `sentence` says what happened, for the order's timeline. `shipment_id` is the store's number of
    the parcel; `was_known` when it was there already, so that nothing was sent. `warning` is what
    staff should look at although the store has been told. `status_name` and `status_reading` are
    those of a status that the order now has in the store. `by` is None when no person decided.
    """

    change: OutgoingChange
    state: ChangeState
    sentence: str
    shipment_id: str = ""
    was_known: bool = False
    warning: str = ""
    status_name: str = ""
    status_reading: str = ""
    by: AbstractBaseUser | None = None


class OutcomeReceiver(Protocol):
    """Writes outcomes on orders. Called in a transaction that holds the changes' locks."""

    def __call__(self, outcomes: Sequence[DeliveryOutcome]) -> None: ...


def report(outcomes: Sequence[DeliveryOutcome]) -> None:
    """Hand `outcomes` to the receiver. In the transaction that gives the changes their state."""
    receiver: OutcomeReceiver = import_string(django_settings.OUTCOME_RECEIVER)
    receiver(outcomes)
