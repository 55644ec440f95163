"""What the house knows about orders."""

from orders.models.api_answer import ApiAnswer
from orders.models.bulk import BulkItem, BulkItemQuerySet, BulkOutcome
from orders.models.conflict import ConflictKind, OrderConflict
from orders.models.cost import (
    CostSource,
    ItemCost,
    ItemCostUpload,
    OrderCost,
    OrderCostKind,
)
from orders.models.cursor import ImportCursor
from orders.models.desk import OrderSearch, SavedView
from orders.models.document import OrderDocument
from orders.models.event import EventKind, OrderEvent
from orders.models.import_outcome import ImportOutcome, ReconcileOutcome
from orders.models.left_out import LeftOutOrder, LeftOutReason
from orders.models.line import OrderLine
from orders.models.note import NoteKind, OrderNote
from orders.models.order import (
    NEVER,
    NOT_RUSH,
    SHIPPED_OR_NEVER,
    Order,
    OrderQuerySet,
    OrderStatus,
    PaymentStatus,
    ShippingStatus,
)
from orders.models.package import Package, PackageLine
from orders.models.parts import AddressKind, OrderAddress, OrderShippingGroup, OrderTax
from orders.models.payment import Payment, PaymentKind
from orders.models.reason import Reason, ReasonKind
from orders.models.refund import Refund, RefundLedger, RefundLine
from orders.models.request import OrderActionRequest, RequestState
from orders.models.rma import (
    Condition,
    Replacement,
    Resolution,
    Rma,
    RmaApproval,
    RmaImport,
    RmaLine,
    RmaQuerySet,
    RmaReceipt,
    RmaReceived,
    RmaStatus,
)
from orders.models.sent_form import SentForm
from orders.models.tag import Tag, TagColour
from orders.models.tracking import TrackingColumns, TrackingImport

__all__ = [
    "NEVER",
    "NOT_RUSH",
    "SHIPPED_OR_NEVER",
    "AddressKind",
    "ApiAnswer",
    "BulkItem",
    "BulkItemQuerySet",
    "BulkOutcome",
    "Condition",
    "ConflictKind",
    "CostSource",
    "EventKind",
    "ImportCursor",
    "ImportOutcome",
    "ItemCost",
    "ItemCostUpload",
    "LeftOutOrder",
    "LeftOutReason",
    "NoteKind",
    "Order",
    "OrderActionRequest",
    "OrderAddress",
    "OrderConflict",
    "OrderCost",
    "OrderCostKind",
    "OrderDocument",
    "OrderEvent",
    "OrderLine",
    "OrderNote",
    "OrderQuerySet",
    "OrderSearch",
    "OrderShippingGroup",
    "OrderStatus",
    "OrderTax",
    "Package",
    "PackageLine",
    "Payment",
    "PaymentKind",
    "PaymentStatus",
    "Reason",
    "ReasonKind",
    "ReconcileOutcome",
    "Refund",
    "RefundLedger",
    "RefundLine",
    "Replacement",
    "RequestState",
    "Resolution",
    "Rma",
    "RmaApproval",
    "RmaImport",
    "RmaLine",
    "RmaQuerySet",
    "RmaReceipt",
    "RmaReceived",
    "RmaStatus",
    "SavedView",
    "SentForm",
    "ShippingStatus",
    "Tag",
    "TagColour",
    "TrackingColumns",
    "TrackingImport",
]
