"""The entries of the Toolbox and the Actions menu of an order, in their order."""

from collections.abc import Callable
from dataclasses import dataclass

from orders.details.actions import immediate, payments, shipping_address
from orders.fulfilment import guards, set_unshipped
from orders.models import Order
from orders.refunds import cancellation, plan
from orders.returns import rmas
from orders.state.moves import MOVES
from settings.rights import Right


def _always(_order: Order) -> bool:
    return True


def _nothing(_order: Order) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """One entry. Its URL is `url_name` of the order, with `arguments` and `anchor` behind it.

    `is_post`: choosing it does something; otherwise it opens a page. `is_listed`: whether the
    entry means anything for the order; `why_not`: why it cannot work now, as a sentence, or ''.
    """

    key: str
    label: str
    url_name: str
    right: Right
    arguments: tuple[str, ...] = ()
    anchor: str = ""
    is_post: bool = False
    is_listed: Callable[[Order], bool] = _always
    why_not: Callable[[Order], str] = _nothing


TOOLBOX = (
    OrderEntry(
        key="shipping",
        label="Shipping",
        url_name="order_detail",
        anchor="shipping",
        right=Right.VIEW,
    ),
    OrderEntry(
        key="payment",
        label="Payment",
        url_name="order_detail",
        anchor="payments",
        right=Right.VIEW,
    ),
    OrderEntry(
        key="profit",
        label="Profit & Loss",
        url_name="order_profit",
        right=Right.VIEW,
    ),
    OrderEntry(
        key="invoices",
        label="Invoices",
        url_name="order_documents",
        right=Right.VIEW,
    ),
    OrderEntry(
        key="change_log",
        label="Change Log",
        url_name="order_change_log",
        right=Right.VIEW,
    ),
    OrderEntry(
        key="document",
        label="Raw document",
        url_name="order_document",
        right=Right.SETTINGS,
    ),
)
ACTIONS = (
    OrderEntry(
        key="ship_items",
        label="Ship Items",
        url_name="order_ship_items",
        right=Right.SHIP,
        is_listed=lambda order: order.is_to_be_shipped,
        why_not=guards.why_not_ship,
    ),
    OrderEntry(
        key="print_invoice",
        label="Print Invoice(s) to PDF",
        url_name="order_invoice",
        right=Right.VIEW,
        is_post=True,
    ),
    *(
        OrderEntry(
            key=f"move_{move.key}",
            label=move.label,
            url_name="order_move",
            arguments=(move.key,),
            right=move.right,
            is_listed=move.is_from,
            why_not=move.why_not_move,
        )
        for move in MOVES
    ),
    OrderEntry(
        key="cancellation",
        label="Set Cancelled Internally",
        url_name="order_cancellation",
        right=Right.EDIT,
        is_listed=cancellation.is_listed,
        why_not=cancellation.why_not_cancel,
    ),
    OrderEntry(
        key="refund",
        label="Cancel/Issue Refund",
        url_name="order_refund",
        right=Right.REFUND,
        is_listed=plan.is_listed,
        why_not=plan.why_not_refund,
    ),
    OrderEntry(
        key="rma",
        label="Create RMA",
        url_name="order_rma",
        right=Right.EDIT,
        is_listed=rmas.is_listed,
        why_not=rmas.why_not_return,
    ),
    OrderEntry(
        key="receive_payment",
        label="Receive Manual Payment",
        url_name="order_payment",
        right=Right.EDIT,
        is_listed=payments.takes_payments,
        why_not=payments.why_not_receive_payment,
    ),
    *(
        OrderEntry(
            key=entry.key,
            label=entry.label,
            url_name="order_at_once",
            arguments=(entry.key,),
            right=entry.right,
            is_post=True,
            is_listed=entry.is_listed,
            why_not=entry.why_not,
        )
        for entry in immediate.ENTRIES
    ),
    OrderEntry(
        key="shipping_address",
        label="Edit Shipping Address",
        url_name="order_address",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped,
        why_not=shipping_address.why_not_change_address,
    ),
    OrderEntry(
        key="shipping_method",
        label="Edit Shipping Method",
        url_name="order_shipping_method",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped,
    ),
    OrderEntry(
        key="recalculate_cost",
        label="ReCalculate Order Cost",
        url_name="cost_recalculation",
        right=Right.EDIT,
        is_post=True,
    ),
    OrderEntry(
        key="set_unshipped",
        label="Set Unshipped",
        url_name="order_unshipping",
        right=Right.SHIP,
        is_listed=set_unshipped.has_left,
        why_not=set_unshipped.why_not_set_unshipped,
    ),
)
