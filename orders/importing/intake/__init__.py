"""Writing the store's orders down: exactly once, facts refreshed, decisions kept."""

from orders.importing.intake.fit_order import fit_order
from orders.importing.intake.incoming_order import IncomingOrder
from orders.importing.intake.left_out_orders import note_failed, note_failed_shipment
from orders.importing.intake.receive_orders import receive
from orders.importing.intake.shipments import (
    known_shipments,
    orders_with_unknown,
    receive_shipments,
)
from orders.importing.intake.sort_orders import SortedOrders, sort_out
from orders.importing.intake.write_orders import changes_to

__all__ = [
    "IncomingOrder",
    "SortedOrders",
    "changes_to",
    "fit_order",
    "known_shipments",
    "note_failed",
    "note_failed_shipment",
    "orders_with_unknown",
    "receive",
    "receive_shipments",
    "sort_out",
]
