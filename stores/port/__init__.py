"""The port: what an adapter of any store implements.

A cart adapter implements `Store`. Everything that passes here is in our own words: whole
words for statuses, `Decimal` for money, aware UTC for times, `None` for what the store did not say.
"""

from stores.port.answers import (
    Finding,
    ListedOrder,
    OrderPage,
    StoreAbilities,
    Verdict,
)
from stores.port.orders import (
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreLineOption,
    StoreOrder,
    StoreShippingGroup,
    StoreStatus,
    StoreTax,
    StoreTaxParts,
    StoreTotals,
    UnreadableOrder,
)
from stores.port.parcels import (
    NoticeLine,
    ShipmentNotice,
    StoreShipment,
    StoreShippingMethod,
)
from stores.port.store import Store

__all__ = [
    "Finding",
    "ListedOrder",
    "NoticeLine",
    "OrderPage",
    "ShipmentNotice",
    "Store",
    "StoreAbilities",
    "StoreAddress",
    "StoreCustomer",
    "StoreLine",
    "StoreLineOption",
    "StoreOrder",
    "StoreShipment",
    "StoreShippingGroup",
    "StoreShippingMethod",
    "StoreStatus",
    "StoreTax",
    "StoreTaxParts",
    "StoreTotals",
    "UnreadableOrder",
    "Verdict",
]
