"""Writing the store's orders down: exactly once, facts refreshed, decisions kept."""

from orders.intake.incoming import Incoming
from orders.intake.left_out import note_failed
from orders.intake.receiving import receive
from orders.intake.shipments import known_shipments, orders_with_unknown, receive_shipments
from orders.intake.sorting import Sorted, sort_out
from orders.intake.writing import changes_to

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
