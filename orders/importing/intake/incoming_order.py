"""A store order on its way in, with the fingerprint of what it says."""

import hashlib
from dataclasses import dataclass, replace

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


def fingerprint(order: StoreOrder) -> str:
    """A fingerprint of everything the store says about an order, except its raw document.

    The time of the last change is left out: a changed stamp alone changes nothing for us. The raw
    document does not show in the order's repr.
    """
    return hashlib.sha256(repr(replace(order, updated_at=None)).encode()).hexdigest()
