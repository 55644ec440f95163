"""The shop's words to the house's, and nothing else: pure functions, tested without a folder."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from settings.models import StatusReading
from stores.port import (
    ListedOrder,
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreOrder,
    StoreShipment,
    StoreShippingGroup,
    StoreStatus,
    StoreTotals,
    UnreadableOrder,
)

Row = dict[str, Any]

# The shop's states, under its own names, and how the house reads them.
STATES = {
    "awaiting": ("Awaiting payment", StatusReading.UNPAID),
    "paid": ("Paid", StatusReading.PAID),
    "sent": ("Sent", StatusReading.SHIPPED),
    "void": ("Void", StatusReading.CANCELLED),
}
METHODS = {"1": "Courier", "2": "Letter"}


def order(row: Mapping[str, Any], shipments: Sequence[Row]) -> StoreOrder:
    """The order of a file. Raises `KeyError`, `TypeError` or `ValueError` for what it is not."""
    remaining = left(row, shipments)
    lines = tuple(_line(item, remaining) for item in row["items"])
    subtotal = sum((line.unit_price * line.quantity for line in lines), Decimal(0))
    delivery, tax = _money(row["delivery"]["cents"]), _money(row["tax_cents"])
    address = StoreAddress(**row["ship_to"])
    nothing = Decimal("0.00")
    return StoreOrder(
        store_order_id=row["number"],
        status=status(row["state"]),
        placed_at=datetime.fromisoformat(row["placed"]),
        updated_at=datetime.fromisoformat(row["changed"]),
        currency=row["currency"],
        customer=StoreCustomer(
            store_customer_id=None,
            first_name=address.first_name,
            last_name=address.last_name,
            company=address.company,
            email=row["email"],
            phone=address.phone,
        ),
        billing_address=None,
        shipping_address=address,
        lines=lines,
        shipping_groups=(
            StoreShippingGroup(
                group_key="0",
                store_shipping_id=row["delivery"]["id"],
                method_name=METHODS.get(row["delivery"]["id"], ""),
                rate=delivery,
            ),
        ),
        taxes=(),
        totals=StoreTotals(
            subtotal=subtotal,
            discount=nothing,
            shipping=delivery,
            tax=tax,
            surcharge=nothing,
            gift_certificates_bought=nothing,
            gift_certificates_used=nothing,
            total=subtotal + delivery + tax,
        ),
        payment_method=row.get("paid_by", ""),
        payment_reference="",
        customer_note=row.get("note", ""),
        staff_note="",
        language="en",
        store_company_id="",
        parent_order_id=None,
        invoice_number="",
        shipment_ids=tuple(one["number"] for one in shipments),
        document=dict(row),
    )


def _line(item: Mapping[str, Any], left: Mapping[str, int]) -> StoreLine:
    return StoreLine(
        store_line_id=item["id"],
        store_product_id=item["sku"],
        sku=item["sku"],
        name=item["title"],
        options=(),
        unit_price=_money(item["cents"]),
        unit_discount=Decimal("0.00"),
        quantity=item["count"],
        shipped_quantity=item["count"] - left[item["id"]],
        needs_shipping=True,
    )


def moment(row: Mapping[str, Any], name: str) -> datetime | None:
    """The time of this name, aware; None when there is none that can be read."""
    try:
        return datetime.fromisoformat(row[name])
    except (KeyError, TypeError, ValueError):
        return None


def left(row: Mapping[str, Any], shipments: Sequence[Row]) -> dict[str, int]:
    """What no shipment holds yet, by line id."""
    remaining = {item["id"]: int(item["count"]) for item in row["items"]}
    for one in shipments:
        for key, count in one["items"].items():
            remaining[key] -= count
    return remaining


def shipment(row: Row) -> StoreShipment:
    """The parcel of a file."""
    return StoreShipment(
        store_shipment_id=row["number"],
        store_order_id=row["order"],
        carrier=row["carrier"],
        tracking_number=row["tracking"],
        shipped_at=datetime.fromisoformat(row["sent_at"]),
        quantities=tuple(row["items"].items()),
    )


def listed(row: Row, whole: StoreOrder | UnreadableOrder, *, is_whole: bool) -> ListedOrder:
    """A row of a list; its total must be right, also where the whole order is not wanted."""
    return ListedOrder(
        store_order_id=row["number"],
        status_code=row.get("state", ""),
        total=whole.totals.total if isinstance(whole, StoreOrder) else Decimal(0),
        order=whole if is_whole else None,
    )


def status(code: str) -> StoreStatus:
    """A state; one that the table does not know stays out."""
    name, reading = STATES.get(code, (code, StatusReading.IGNORE))
    return StoreStatus(code=code, name=name, reading=reading, is_known=code in STATES)


def _money(cents: int) -> Decimal:
    return Decimal(cents) / 100
