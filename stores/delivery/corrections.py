"""Correcting tracking numbers that a store has heard of already."""

from collections.abc import Sequence

from stores.delivery.batches import (
    BatchResult,
    Delivery,
    DeliveryEnd,
    DeliveryResult,
    is_of_the_store,
)
from stores.delivery.parallel import CircuitBreaker, deliver_each
from stores.errors import StoreRefused
from stores.payloads import CorrectionPayload
from stores.port import Store, StoreShipment
from stores.shipment_matching import same_number

_BY_HAND = "Correct it in the store's back office, then choose Mark as notified."


def deliver_corrections(
    store: Store, deliveries: Sequence[Delivery], *, parallel: int
) -> BatchResult:
    """Deliver corrections of different orders. Touches no database."""
    breaker = CircuitBreaker(len(deliveries))
    results = deliver_each(
        deliveries, lambda delivery: _correct(store, delivery), parallel=parallel, breaker=breaker
    )
    return BatchResult(results=results, down=breaker.down)


def _correct(store: Store, delivery: Delivery) -> DeliveryResult:
    change, number = delivery.change, delivery.shipment_id
    wanted = CorrectionPayload.from_json(change.payload).tracking_number
    if not number:
        return _stuck(delivery, f"The store's number of this shipment is not known. {_BY_HAND}")
    shipment = store.shipment(number)
    if shipment is None:
        # The store would say yes to a number that it does not have.
        return _stuck(delivery, f"The store has no shipment {number} any more. {_BY_HAND}")
    if _says(shipment, wanted):
        return _sent(delivery, f"Shipment {number} of the website says {wanted} already.")
    try:
        store.correct_shipment(number, wanted)
    except StoreRefused as error:
        if is_of_the_store(error):
            raise
        return _stuck(delivery, f"{error.sentence} Some releases refuse corrections. {_BY_HAND}")
    after = store.shipment(number)
    if after is None or not _says(after, wanted):
        sentence = "The store did not take the new tracking number."
        return DeliveryResult(change=change, end=DeliveryEnd.LATER, sentence=sentence)
    old = shipment.tracking_number or "none"
    sentence = f"Shipment {number} of the website now says {wanted} instead of {old}."
    return _sent(delivery, sentence)


def _says(shipment: StoreShipment, wanted: str) -> bool:
    return shipment.tracking_number == wanted or same_number(shipment.tracking_number, wanted)


def _sent(delivery: Delivery, sentence: str) -> DeliveryResult:
    receipt = {"shipment_id": delivery.shipment_id}
    return DeliveryResult(
        change=delivery.change, end=DeliveryEnd.SENT, sentence=sentence, receipt=receipt
    )


def _stuck(delivery: Delivery, sentence: str) -> DeliveryResult:
    return DeliveryResult(change=delivery.change, end=DeliveryEnd.STUCK, sentence=sentence)
