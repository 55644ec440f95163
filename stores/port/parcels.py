"""Parcels: those that a store knows of, and those that it is to hear of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShipment:
    """A parcel that the store knows of. `quantities` are (store line id, quantity) pairs.

    `shipped_at` is None where the store's time of it cannot be read; `comments` are shown to the
    customer, and hold our reference where we made the shipment.

    An orphan has neither lines nor an order ('' as `store_order_id`): the store broke down while it
    wrote the parcel down.
    """

    store_shipment_id: str
    store_order_id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime | None
    quantities: tuple[tuple[str, int], ...]
    comments: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """How many pieces of an order's line are in a parcel, and how the line was known here."""

    store_line_id: str
    quantity: int
    store_product_id: str = ""
    sku: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentNotice:
    """A parcel that the store is to hear of.

    `carrier` is the name the store knows, `store_shipping_id` the method of the order; either may
    be ''. `shipped_at` becomes the shipment's own time in the store, to the second. The store may
    e-mail the customer when `may_mail` is set. The customer sees `reference`, by which the shipment
    can be recognised later.
    """

    store_order_id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    lines: tuple[NoticeLine, ...]
    store_shipping_id: str = ""
    may_mail: bool = True
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreShippingMethod:
    """A shipping method that the store offers, or offered while `is_active` was set."""

    store_shipping_id: str
    name: str
    is_active: bool
