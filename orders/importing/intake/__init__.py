"""Writing the store's orders down: exactly once, facts refreshed, decisions kept."""

from orders.importing.intake.incoming import Incoming
from orders.importing.intake.left_out import note_failed
from orders.importing.intake.receiving import receive
from orders.importing.intake.shipments import (
    known_shipments,
    orders_with_unknown,
    receive_shipments,
)
from orders.importing.intake.sorting import Sorted, sort_out
from orders.importing.intake.writing import changes_to

__all__ = [
    "Incoming",
    "Sorted",
    "changes_to",
    "known_shipments",
    "note_failed",
    "orders_with_unknown",
    "receive",
    "receive_shipments",
    "sort_out",
]
