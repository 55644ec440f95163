"""What the house knows about orders."""

from orders.models.cursor import ImportCursor
from orders.models.event import EventKind, OrderEvent
from orders.models.line import OrderLine
from orders.models.order import (
    Order,
    OrderQuerySet,
    OrderStatus,
    PaymentStatus,
    ShippingStatus,
)
from orders.models.parts import AddressKind, OrderAddress, OrderShippingGroup, OrderTax

__all__ = [
    "AddressKind",
    "EventKind",
    "ImportCursor",
    "Order",
    "OrderAddress",
    "OrderEvent",
    "OrderLine",
    "OrderQuerySet",
    "OrderShippingGroup",
    "OrderStatus",
    "OrderTax",
    "PaymentStatus",
    "ShippingStatus",
]
