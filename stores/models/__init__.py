"""What is kept about stores: the outbox, each store's state, and when tracking may leave."""

from stores.models.change import (
    UNDELIVERED,
    ChangeState,
    OutgoingChange,
    OutgoingChangeQuerySet,
)
from stores.models.delay import TrackingDelay
from stores.models.store_state import StoreState
from stores.payloads import ChangeKind

__all__ = [
    "UNDELIVERED",
    "ChangeKind",
    "ChangeState",
    "OutgoingChange",
    "OutgoingChangeQuerySet",
    "StoreState",
    "TrackingDelay",
]
