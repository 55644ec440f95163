"""A store order on its way in, with the fingerprint of what it says."""

from dataclasses import dataclass

from orders.importing.intake.fingerprint import fingerprint, says_more_than_before
from orders.importing.intake.old_fingerprint import is_old, old_fingerprint
from stores.port import StoreOrder


@dataclass(frozen=True, slots=True)
class IncomingOrder:
    """A store order and its fingerprint, worked out once."""

    order: StoreOrder
    fingerprint: str

    @classmethod
    def of(cls, order: StoreOrder) -> "IncomingOrder":
        """`order` with its fingerprint."""
        return cls(order, fingerprint(order))

    @property
    def key(self) -> str:
        """The store's number of the order."""
        return self.order.store_order_id

    def says_what(self, kept: str) -> bool:
        """Whether it says what an order with the `kept` fingerprint says.

        One of the form before version 2 is accepted as it is: the order keeps it until it changes.
        """
        if is_old(kept):
            return kept == old_fingerprint(self.order) and not says_more_than_before(self.order)
        return kept == self.fingerprint
