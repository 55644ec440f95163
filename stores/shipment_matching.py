"""Is this shipment of the store the parcel that we mean? Pure.

Used before we tell a store of a parcel, and when an import sees a shipment: in both cases a parcel
must be recognised, never repeated.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from stores.port import NoticeLine, ShipmentNotice, StoreLine, StoreOrder, StoreShipment

# The store keeps whole seconds.
SAME_TIME = timedelta(seconds=1)


def same_number(one: str, other: str) -> bool:
    """Whether two tracking numbers are one, however they are spaced; two empty ones are not."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def is_same_parcel(
    tracking_number: str,
    shipped_at: datetime,
    quantities: Mapping[str, int],
    shipment: StoreShipment,
) -> bool:
    """Whether `shipment` tells of a parcel with these contents.

    With a tracking number: the same number, and none of its items for which `quantities` have no
    use (cut ones count, and so does a shipment that contains more of the same items). Without one
    on our side: the same items, and either the very time that we sent, or a shipment that holds
    them all.
    """
    held = dict(shipment.quantities)
    shares_items = bool(held.keys() & quantities.keys()) or not held
    if tracking_number or shipment.tracking_number:
        return shares_items and same_number(tracking_number, shipment.tracking_number)
    return held == dict(quantities) and _is_same_time(shipment, shipped_at)


def find_parcel(
    notice: ShipmentNotice, shipments: Iterable[StoreShipment], taken: Collection[str]
) -> StoreShipment | None:
    """The shipment that is the notice's parcel, the best fit and then the oldest first.

    `taken` are the numbers of shipments that other parcels of ours have.
    """
    wanted = quantities_of(notice)
    fitting = [
        shipment
        for shipment in shipments
        if shipment.store_shipment_id not in taken
        and is_same_parcel(notice.tracking_number, notice.shipped_at, wanted, shipment)
    ]
    return min(
        fitting,
        key=lambda one: (dict(one.quantities) != wanted, int(one.store_shipment_id)),
        default=None,
    )


def find_orphan(notice: ShipmentNotice, orphans: Iterable[StoreShipment]) -> StoreShipment | None:
    """The half-written shipment of the notice: its time without lines, and its reference.

    One that was written without a reference is known by its tracking number.
    """
    for orphan in orphans:
        has_our_number = same_number(orphan.tracking_number, notice.tracking_number)
        has_our_reference = bool(notice.reference) and notice.reference == orphan.comments.strip()
        if _is_same_time(orphan, notice.shipped_at) and (has_our_number or has_our_reference):
            return orphan
    return None


def quantities_of(notice: ShipmentNotice) -> dict[str, int]:
    """Pieces by store line id."""
    return {line.store_line_id: line.quantity for line in notice.lines}


def missing_pieces(notice: ShipmentNotice, shipment: StoreShipment) -> list[NoticeLine]:
    """What the store's shipment lacks of the notice's lines."""
    held = dict(shipment.quantities)
    return [
        replace(line, quantity=line.quantity - held.get(line.store_line_id, 0))
        for line in notice.lines
        if held.get(line.store_line_id, 0) < line.quantity
    ]


def beyond_what_is_left(notice: ShipmentNotice, order: StoreOrder) -> list[NoticeLine]:
    """The notice's lines of which the store has less left to ship; it would cut them silently."""
    left = {line.store_line_id: line.quantity - line.shipped_quantity for line in order.lines}
    return [line for line in notice.lines if left.get(line.store_line_id, 0) < line.quantity]


def with_present_lines(notice: ShipmentNotice, order: StoreOrder) -> ShipmentNotice:
    """The notice with the line ids that the order has now.

    An edit in the store gives lines new ids. A line is found again by product and SKU, where that
    names exactly one line; otherwise it keeps its old id. A line id that the order does not have
    would make the store break down in mid-write.
    """
    present = {line.store_line_id for line in order.lines}
    found = tuple(
        line if line.store_line_id in present else _found_again(line, order.lines)
        for line in notice.lines
    )
    is_clear = len({line.store_line_id for line in found}) == len(found)
    return replace(notice, lines=found) if is_clear else notice


def unknown_lines(notice: ShipmentNotice, order: StoreOrder) -> list[NoticeLine]:
    """The notice's lines that the order does not have."""
    present = {line.store_line_id for line in order.lines}
    return [line for line in notice.lines if line.store_line_id not in present]


def _found_again(wanted: NoticeLine, lines: Iterable[StoreLine]) -> NoticeLine:
    same = [
        line
        for line in lines
        if wanted.store_product_id
        and (line.store_product_id, line.sku) == (wanted.store_product_id, wanted.sku)
    ]
    return replace(wanted, store_line_id=same[0].store_line_id) if len(same) == 1 else wanted


def _is_same_time(shipment: StoreShipment, shipped_at: datetime) -> bool:
    if shipment.shipped_at is None:
        return False
    return abs(shipment.shipped_at - shipped_at) <= SAME_TIME


def _bare(tracking_number: str) -> str:
    return "".join(tracking_number.split()).casefold()
