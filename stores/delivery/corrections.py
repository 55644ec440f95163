"""Correcting tracking numbers that a store has heard of already."""

from collections.abc import Sequence

from stores.delivery.handing import Breaker, hand_over
from stores.delivery.results import End, Letter, Result, Round, is_of_the_store
from stores.errors import StoreRefused
from stores.port import Store, StoreShipment
from stores.recognising import same_number

_BY_HAND = "Correct it in the store's back office, then choose Mark as notified."


def tell_of_corrections(store: Store, letters: Sequence[Letter], *, parallel: int) -> Round:
    """Deliver corrections of different orders. Touches no database."""
    breaker = Breaker(len(letters))
    results = hand_over(
        letters, lambda letter: _correct(store, letter), parallel=parallel, breaker=breaker
    )
    return Round(results=results, down=breaker.down)


def _correct(store: Store, letter: Letter) -> Result:
    change, number = letter.change, letter.shipment_id
    wanted = str(change.payload["tracking_number"])
    if not number:
        return _stuck(letter, f"The store's number of this shipment is not known. {_BY_HAND}")
    shipment = store.shipment(number)
    if shipment is None:
        # The store would say yes to a number that it does not have.
        return _stuck(letter, f"The store has no shipment {number} any more. {_BY_HAND}")
    if _says(shipment, wanted):
        return _sent(letter, f"Shipment {number} of the website says {wanted} already.")
    try:
        store.correct_shipment(number, wanted)
    except StoreRefused as error:
        if is_of_the_store(error):
            raise
        return _stuck(letter, f"{error.sentence} Some releases refuse corrections. {_BY_HAND}")
    after = store.shipment(number)
    if after is None or not _says(after, wanted):
        sentence = "The store did not take the new tracking number."
        return Result(change=change, end=End.LATER, sentence=sentence)
    old = shipment.tracking_number or "none"
    sentence = f"Shipment {number} of the website now says {wanted} instead of {old}."
    if change.payload.get("carrier_changed"):
        sentence += " Its carrier stays as it was: the store lets nobody change that."
    return _sent(letter, sentence)


def _says(shipment: StoreShipment, wanted: str) -> bool:
    return shipment.tracking_number == wanted or same_number(shipment.tracking_number, wanted)


def _sent(letter: Letter, sentence: str) -> Result:
    receipt = {"shipment_id": letter.shipment_id}
    return Result(change=letter.change, end=End.SENT, sentence=sentence, receipt=receipt)


def _stuck(letter: Letter, sentence: str) -> Result:
    return Result(change=letter.change, end=End.STUCK, sentence=sentence)
