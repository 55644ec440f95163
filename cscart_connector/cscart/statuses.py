"""What CS-Cart's status letters mean. Letters only: every name can be changed by the merchant."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from cscart_connector.cscart.wire import Row, is_yes, mapping, text, words
from settings.models import StatusReading
from stores.port import StoreStatus

# The letters that every store has. Shipped is a convention: core has no such flag, and Complete
# is what shipping integrations set.
_BUILT_IN = {
    "P": ("Paid", StatusReading.PAID),
    "C": ("Complete", StatusReading.SHIPPED),
    "O": ("Open", StatusReading.UNPAID),
    "Y": ("Awaiting call", StatusReading.UNPAID),
    "B": ("Backordered", StatusReading.UNPAID),
    "F": ("Failed", StatusReading.IGNORE),
    "D": ("Declined", StatusReading.IGNORE),
    "I": ("Canceled", StatusReading.CANCELLED),
    "N": ("Incomplete", StatusReading.INCOMPLETE),
    "T": ("Parent order", StatusReading.IGNORE),
}


# Checkouts that are not finished, and parents of split orders, are no orders to work on.
_HIDDEN = ("N", "T")


class StatusTable:
    """The store's order statuses by letter."""

    def __init__(
        self, listed: Iterable[Row] = (), *, chosen: Mapping[str, StatusReading] | None = None
    ) -> None:
        """`listed` are rows of /statuses; without them the built-in table serves.

        `chosen` are readings by letter that staff prefer to the usual ones.
        """
        self._statuses = {
            letter: StoreStatus(code=letter, name=name, reading=reading)
            for letter, (name, reading) in _BUILT_IN.items()
        }
        for row in listed:
            status = _read(row)
            if status.code:
                self._statuses[status.code] = status
        self._listed = [status for status in self._statuses.values() if status.code not in _HIDDEN]
        for letter, reading in (chosen or {}).items():
            known = self.status(letter)
            self._statuses[letter] = replace(known, reading=reading, is_known=True)

    def all(self) -> list[StoreStatus]:
        """Every status that a listed order can have, with its usual reading."""
        return self._listed

    def status(self, letter: str) -> StoreStatus:
        """The status behind a letter. One that nobody lists is read as unpaid and unknown."""
        known = self._statuses.get(letter)
        if known is not None:
            return known
        return StoreStatus(
            code=letter, name=letter or "none", reading=StatusReading.UNPAID, is_known=False
        )


def _read(row: Row) -> StoreStatus:
    letter = text(row, "status")
    name = words(row, "description") or letter
    built_in = _BUILT_IN.get(letter)
    if built_in is not None:
        return StoreStatus(code=letter, name=name, reading=built_in[1])
    is_paid = is_yes(mapping(row, "params"), "payment_received")
    reading = StatusReading.PAID if is_paid else StatusReading.UNPAID
    return StoreStatus(code=letter, name=name, reading=reading)
