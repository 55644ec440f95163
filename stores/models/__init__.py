"""What the street remembers: the tray, the way to each store, and when tracking may leave."""

from stores.models.change import (
    UNDELIVERED,
    ChangeKind,
    ChangeState,
    OutgoingChange,
    OutgoingChangeQuerySet,
)
from stores.models.delay import TrackingDelay
from stores.models.postbox import Postbox

__all__ = [
    "UNDELIVERED",
    "ChangeKind",
    "ChangeState",
    "OutgoingChange",
    "OutgoingChangeQuerySet",
    "Postbox",
    "TrackingDelay",
]
