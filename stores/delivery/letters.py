"""Reading what was posted: the payload of a change in the words of the port."""

from datetime import datetime
from typing import Any

from stores.models import OutgoingChange
from stores.port import NoticeLine, ShipmentNotice


def notice_of(change: OutgoingChange) -> ShipmentNotice:
    """The parcel that a SHIPMENT tells of."""
    payload: dict[str, Any] = change.payload
    return ShipmentNotice(
        store_order_id=change.store_order_id,
        carrier=payload["carrier"],
        tracking_number=payload["tracking_number"],
        shipped_at=datetime.fromisoformat(payload["shipped_at"]),
        lines=tuple(NoticeLine(**line) for line in payload["lines"]),
        store_shipping_id=payload.get("store_shipping_id", ""),
        may_mail=payload.get("may_mail", True),
    )
