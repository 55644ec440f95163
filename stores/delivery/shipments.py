"""Telling a store of parcels: look, write, read back.

Looking costs one request for 25 orders: the orders themselves, which say what each has left to ship
and which shipments it has. Only where an order has a shipment that is not one of ours, or where an
earlier try had an unclear end, its shipments are listed too. See decision 22 for why that suffices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from settings.models import StatusReading
from stores.delivery.batches import BatchResult, Delivery, DeliveryEnd, DeliveryResult
from stores.delivery.parallel import CircuitBreaker, deliver_each
from stores.errors import StoreError
from stores.models import OutgoingChange
from stores.payloads import ShipmentPayload
from stores.port import (
    NoticeLine,
    ShipmentNotice,
    Store,
    StoreOrder,
    StoreShipment,
    UnreadableOrder,
)
from stores.shipment_matching import (
    beyond_what_is_left,
    find_orphan,
    find_parcel,
    missing_pieces,
    unknown_lines,
    with_present_lines,
)

LookedUp = dict[str, StoreOrder | UnreadableOrder]


def deliver_shipments(
    store: Store, deliveries: Sequence[Delivery], *, parallel: int
) -> BatchResult:
    """Deliver shipments of different orders. Touches no database."""
    breaker = CircuitBreaker(len(deliveries))
    try:
        orders = {
            order.store_order_id: order
            for order in store.look_at([one.change.store_order_id for one in deliveries])
        }
    except StoreError as error:
        return BatchResult(results=[_untouched(delivery) for delivery in deliveries], down=error)
    results = deliver_each(
        deliveries,
        lambda delivery: _deliver(store, delivery, orders),
        parallel=parallel,
        breaker=breaker,
    )
    return BatchResult(results=_read_back(store, results), down=breaker.down)


def _deliver(store: Store, delivery: Delivery, orders: LookedUp) -> DeliveryResult:
    order = orders.get(delivery.change.store_order_id)
    if order is None:
        return _stuck(delivery, "The store has no order of this number any more.")
    if isinstance(order, UnreadableOrder):
        return _later(delivery, f"The order cannot be read in the store. {order.sentence}")
    if order.status.reading == StatusReading.INCOMPLETE:
        return _later(delivery, "The order is being edited in the store at this moment.")
    as_packed = _notice(delivery.change)
    notice = with_present_lines(as_packed, order)
    known_number = str(delivery.change.receipt.get("shipment_id", ""))
    if known_number and known_number in order.shipment_ids:
        return _sent(delivery, known_number, was_known=False)
    there = _find(store, delivery, order, (as_packed, notice))
    if there is not None:
        return _already_there(delivery, notice, there)
    reason = _why_not_send(notice, order)
    if reason:
        return _stuck(delivery, reason)
    return _sent(delivery, store.send_shipment(notice), was_known=False)


def _find(
    store: Store, delivery: Delivery, order: StoreOrder, notices: Iterable[ShipmentNotice]
) -> StoreShipment | None:
    """The parcel, if the store has it already; a half-written one is cleared away."""
    if not delivery.was_unclear and not set(order.shipment_ids) - delivery.taken:
        return None
    shipments = list(store.shipments_of([order.store_order_id]))
    for notice in notices:
        there = find_parcel(notice, shipments, delivery.taken)
        if there is not None:
            return there
        orphan = (
            find_orphan(notice, store.orphans_at(notice.shipped_at))
            if delivery.was_unclear
            else None
        )
        if orphan is not None:
            store.remove_orphan(orphan.store_shipment_id)
    return None


def _why_not_send(notice: ShipmentNotice, order: StoreOrder) -> str:
    gone = unknown_lines(notice, order)
    if gone:
        return (
            f"The order was edited in the store, and {_named(gone)} cannot be found there any "
            "more. Enter the parcel in the store's back office, then choose Mark as notified."
        )
    lacking = beyond_what_is_left(notice, order)
    if lacking:
        return (
            f"The store has not enough left to ship of {_named(lacking)}: somebody has shipped it "
            "there, under another tracking number. Compare its shipments with this package; if "
            "they are the same parcel, choose Mark as notified."
        )
    if not notice.tracking_number and not notice.carrier:
        return "The store wants a carrier or a tracking number. Enter one, then send it again."
    return ""


def _read_back(store: Store, results: list[DeliveryResult]) -> list[DeliveryResult]:
    """Compare what was written in this batch with what the store shows of it."""
    written = {
        result.receipt["shipment_id"]: result
        for result in results
        if result.end == DeliveryEnd.SENT and result.receipt.get("written")
    }
    if not written:
        return results
    try:
        shown = _shown(store, written)
    except StoreError as error:
        return [
            _to_be_read_back(result, error.sentence)
            if result.receipt.get("shipment_id") in written
            else result
            for result in results
        ]
    return [
        _compared(result, shown.get(result.receipt["shipment_id"]))
        if result.receipt.get("shipment_id") in written
        else result
        for result in results
    ]


def _shown(store: Store, written: Iterable[str]) -> dict[str, StoreShipment]:
    wanted = set(written)
    shown: dict[str, StoreShipment] = {}
    for batch in store.shipments_after(min(map(int, wanted)) - 1):
        shown |= {one.store_shipment_id: one for one in batch if one.store_shipment_id in wanted}
        if len(shown) == len(wanted):
            break
    return shown


def _compared(result: DeliveryResult, shipment: StoreShipment | None) -> DeliveryResult:
    number = result.receipt["shipment_id"]
    if shipment is None:
        sentence = f"The store said that it made shipment {number}, but does not show it."
        return replace(result, end=DeliveryEnd.LATER, unclear=True, sentence=sentence, receipt={})
    return replace(result, warning=_warning(_notice(result.change), shipment))


def _to_be_read_back(result: DeliveryResult, because: str) -> DeliveryResult:
    number = result.receipt["shipment_id"]
    sentence = f"The store made shipment {number}; it could not be read back yet. {because}"
    return replace(result, end=DeliveryEnd.LATER, sentence=sentence)


def _warning(notice: ShipmentNotice, shipment: StoreShipment) -> str:
    # Line ids may have changed by an edit; then the number of pieces tells.
    wanted = sum(line.quantity for line in notice.lines)
    held = sum(quantity for _, quantity in shipment.quantities)
    if held >= wanted:
        return ""
    lacking = _named(missing_pieces(notice, shipment))
    return (
        f"The store's shipment {shipment.store_shipment_id} holds only {held} of {wanted} pieces; "
        f"it lacks {lacking}. Compare the packages with the store's shipments."
    )


def _already_there(
    delivery: Delivery, notice: ShipmentNotice, there: StoreShipment
) -> DeliveryResult:
    result = _sent(delivery, there.store_shipment_id, was_known=True)
    return replace(result, warning=_warning(notice, there))


def _sent(delivery: Delivery, shipment_id: str, *, was_known: bool) -> DeliveryResult:
    payload = ShipmentPayload.from_json(delivery.change.payload)
    parcel = payload.tracking_number or "a package"
    if was_known:
        sentence = f"The website has {parcel} already, as shipment {shipment_id}; nothing was sent."
    else:
        sentence = f"The website was told of {parcel} (shipment {shipment_id})."
    receipt = {"shipment_id": shipment_id, "written": not was_known}
    return DeliveryResult(
        change=delivery.change,
        end=DeliveryEnd.SENT,
        sentence=sentence,
        was_known=was_known,
        receipt=receipt,
    )


def _stuck(delivery: Delivery, sentence: str) -> DeliveryResult:
    return DeliveryResult(change=delivery.change, end=DeliveryEnd.STUCK, sentence=sentence)


def _later(delivery: Delivery, sentence: str) -> DeliveryResult:
    return DeliveryResult(change=delivery.change, end=DeliveryEnd.LATER, sentence=sentence)


def _notice(change: OutgoingChange) -> ShipmentNotice:
    return ShipmentPayload.from_json(change.payload).notice(change.store_order_id)


def _untouched(delivery: Delivery) -> DeliveryResult:
    return DeliveryResult(change=delivery.change, end=DeliveryEnd.UNTOUCHED)


def _named(lines: Sequence[NoticeLine]) -> str:
    return ", ".join(f"{line.quantity} × {line.name or line.store_line_id}" for line in lines)
