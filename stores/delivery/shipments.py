"""Telling a store of parcels: look, write, read back.

Looking costs one request for 25 orders: the orders themselves, which say what each has left to ship
and which shipments it has. Only where an order has a shipment that is not one of ours, or where an
earlier try had an unclear end, its shipments are listed too. See decision 22 for why that suffices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from settings.models import StatusReading
from stores.delivery.handing import Breaker, hand_over
from stores.delivery.letters import notice_of
from stores.delivery.results import End, Letter, Result, Round
from stores.errors import StoreError
from stores.port import (
    NoticeLine,
    ShipmentNotice,
    Store,
    StoreOrder,
    StoreShipment,
    UnreadableOrder,
)
from stores.recognising import (
    beyond_what_is_left,
    find_orphan,
    find_parcel,
    missing_pieces,
    unknown_lines,
    with_present_lines,
)

Known = dict[str, StoreOrder | UnreadableOrder]


def tell_of_shipments(store: Store, letters: Sequence[Letter], *, parallel: int) -> Round:
    """Deliver shipments of different orders. Touches no database."""
    breaker = Breaker(len(letters))
    try:
        orders = {
            order.store_order_id: order
            for order in store.look_at([one.change.store_order_id for one in letters])
        }
    except StoreError as error:
        return Round(results=[_untouched(letter) for letter in letters], down=error)
    results = hand_over(
        letters,
        lambda letter: _tell(store, letter, orders),
        parallel=parallel,
        breaker=breaker,
    )
    return Round(results=_read_back(store, results), down=breaker.down)


def _tell(store: Store, letter: Letter, orders: Known) -> Result:
    order = orders.get(letter.change.store_order_id)
    if order is None:
        return _stuck(letter, "The store has no order of this number any more.")
    if isinstance(order, UnreadableOrder):
        return _later(letter, f"The order cannot be read in the store. {order.sentence}")
    if order.status.reading == StatusReading.INCOMPLETE:
        return _later(letter, "The order is being edited in the store at this moment.")
    as_packed = notice_of(letter.change)
    notice = with_present_lines(as_packed, order)
    known_number = str(letter.change.receipt.get("shipment_id", ""))
    if known_number and known_number in order.shipment_ids:
        return _sent(letter, known_number, adopted=False)
    there = _find(store, letter, order, (as_packed, notice))
    if there is not None:
        return _adopted(letter, notice, there)
    obstacle = _obstacle(notice, order)
    if obstacle:
        return _stuck(letter, obstacle)
    return _sent(letter, store.send_shipment(notice), adopted=False)


def _find(
    store: Store, letter: Letter, order: StoreOrder, notices: Iterable[ShipmentNotice]
) -> StoreShipment | None:
    """The parcel, if the store has it already; a half-written one is cleared away."""
    if not letter.was_unclear and not set(order.shipment_ids) - letter.taken:
        return None
    shipments = list(store.shipments_of([order.store_order_id]))
    for notice in notices:
        there = find_parcel(notice, shipments, letter.taken)
        if there is not None:
            return there
        orphan = (
            find_orphan(notice, store.orphans_at(notice.shipped_at)) if letter.was_unclear else None
        )
        if orphan is not None:
            store.remove_orphan(orphan.store_shipment_id)
    return None


def _obstacle(notice: ShipmentNotice, order: StoreOrder) -> str:
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


def _read_back(store: Store, results: list[Result]) -> list[Result]:
    """Compare what was written in this batch with what the store shows of it."""
    written = {
        result.receipt["shipment_id"]: result
        for result in results
        if result.end == End.SENT and result.receipt.get("written")
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


def _compared(result: Result, shipment: StoreShipment | None) -> Result:
    number = result.receipt["shipment_id"]
    if shipment is None:
        sentence = f"The store said that it made shipment {number}, but does not show it."
        return replace(result, end=End.LATER, unclear=True, sentence=sentence, receipt={})
    return replace(result, warning=_warning(notice_of(result.change), shipment))


def _to_be_read_back(result: Result, because: str) -> Result:
    number = result.receipt["shipment_id"]
    sentence = f"The store made shipment {number}; it could not be read back yet. {because}"
    return replace(result, end=End.LATER, sentence=sentence)


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


def _adopted(letter: Letter, notice: ShipmentNotice, there: StoreShipment) -> Result:
    result = _sent(letter, there.store_shipment_id, adopted=True)
    return replace(result, warning=_warning(notice, there))


def _sent(letter: Letter, shipment_id: str, *, adopted: bool) -> Result:
    parcel = str(letter.change.payload.get("tracking_number") or "a package")
    if adopted:
        sentence = f"The website has {parcel} already, as shipment {shipment_id}; nothing was sent."
    else:
        sentence = f"The website was told of {parcel} (shipment {shipment_id})."
    receipt = {"shipment_id": shipment_id, "written": not adopted}
    return Result(
        change=letter.change, end=End.SENT, sentence=sentence, adopted=adopted, receipt=receipt
    )


def _stuck(letter: Letter, sentence: str) -> Result:
    return Result(change=letter.change, end=End.STUCK, sentence=sentence)


def _later(letter: Letter, sentence: str) -> Result:
    return Result(change=letter.change, end=End.LATER, sentence=sentence)


def _untouched(letter: Letter) -> Result:
    return Result(change=letter.change, end=End.UNTOUCHED)


def _named(lines: Sequence[NoticeLine]) -> str:
    return ", ".join(f"{line.quantity} × {line.name or line.store_line_id}" for line in lines)
