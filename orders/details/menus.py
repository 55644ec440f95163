"""Toolbox and Actions of an order: what they offer in the state it is in, and to whom.

An entry that makes no sense in the order's state is absent; one that cannot work yet is shown and
says why. The guards are those of the actions themselves, so that menu and action never disagree.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from orders.details.actions import immediate as at_once
from orders.details.actions import payments, shipping_address
from orders.fulfilment import guards as shippable
from orders.fulfilment import set_unshipped
from orders.models import Order
from orders.refunds import cancellation, refunds
from orders.returns import rmas
from orders.state.moves import MOVES
from settings.menus import found, starred_by
from settings.rights import Right

# Stars are kept by key, together with those of a company's menus.
_STAR_PREFIX = "order_"


def _always(_order: Order) -> bool:
    return True


def _nothing(_order: Order) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEntry:
    """One entry. Its URL is `url_name` of the order, with `arguments` and `anchor` behind it.

    `is_post`: choosing it does something; otherwise it opens a page. `is_offered`: whether the
    entry makes sense for the order; `why_not`: why it cannot work now, as a sentence, or ''.
    """

    key: str
    label: str
    url_name: str
    right: Right
    arguments: tuple[str, ...] = ()
    anchor: str = ""
    is_post: bool = False
    is_offered: Callable[[Order], bool] = _always
    why_not: Callable[[Order], str] = _nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An entry as one person meets it at one order."""

    key: str
    label: str
    url: str
    is_post: bool
    is_starred: bool
    why_not: str


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
        is_offered=lambda order: order.is_to_be_shipped,
        why_not=shippable.why_not_ship,
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
            is_offered=move.is_from,
            why_not=move.why_not_move,
        )
        for move in MOVES
    ),
    OrderEntry(
        key="cancellation",
        label="Set Cancelled Internally",
        url_name="order_cancellation",
        right=Right.EDIT,
        is_offered=cancellation.is_offered,
        why_not=cancellation.obstacle,
    ),
    OrderEntry(
        key="refund",
        label="Cancel/Issue Refund",
        url_name="order_refund",
        right=Right.REFUND,
        is_offered=refunds.is_offered,
        why_not=refunds.obstacle,
    ),
    OrderEntry(
        key="rma",
        label="Create RMA",
        url_name="order_rma",
        right=Right.EDIT,
        is_offered=rmas.is_offered,
        why_not=rmas.obstacle,
    ),
    OrderEntry(
        key="receive_payment",
        label="Receive Manual Payment",
        url_name="order_payment",
        right=Right.EDIT,
        is_offered=payments.takes_payments,
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
            is_offered=entry.is_offered,
            why_not=entry.why_not,
        )
        for entry in at_once.ENTRIES
    ),
    OrderEntry(
        key="shipping_address",
        label="Edit Shipping Address",
        url_name="order_address",
        right=Right.EDIT,
        is_offered=lambda order: order.is_to_be_shipped,
        why_not=shipping_address.why_not_change_address,
    ),
    OrderEntry(
        key="shipping_method",
        label="Edit Shipping Method",
        url_name="order_shipping_method",
        right=Right.EDIT,
        is_offered=lambda order: order.is_to_be_shipped,
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
        is_offered=set_unshipped.has_left,
        why_not=set_unshipped.why_not_set_unshipped,
    ),
)
MENUS = {"toolbox": TOOLBOX, "actions": ACTIONS}
KEYS = frozenset(f"{_STAR_PREFIX}{entry.key}" for menu in MENUS.values() for entry in menu)


def menu(
    name: str, order: Order, rights: frozenset[str], starred: set[str], *, words: str = ""
) -> list[Offer]:
    """What the menu `name` ("toolbox" or "actions") offers at `order`, starred entries first.

    `rights` and `starred` (see `stars_of`) are the person's. Guards ask the database for what is
    not loaded with the order.
    """
    entries: Iterable[OrderEntry] = found(MENUS[name], words)
    offers = [
        _offer(entry, order, starred)
        for entry in entries
        if entry.right in rights and entry.is_offered(order)
    ]
    return sorted(offers, key=lambda offer: not offer.is_starred)


def stars_of(user: AbstractBaseUser | AnonymousUser) -> set[str]:
    """The keys of the entries that `user` has starred. One statement."""
    return starred_by(user)


def menu_of(key: str) -> str:
    """The name of the menu that the entry with the star key `key` is in."""
    in_toolbox = {f"{_STAR_PREFIX}{entry.key}" for entry in TOOLBOX}
    return "toolbox" if key in in_toolbox else "actions"


def _offer(entry: OrderEntry, order: Order, starred: set[str]) -> Offer:
    key = f"{_STAR_PREFIX}{entry.key}"
    anchor = f"#{entry.anchor}" if entry.anchor else ""
    return Offer(
        key=key,
        label=entry.label,
        url=reverse(entry.url_name, args=[order.pk, *entry.arguments]) + anchor,
        is_post=entry.is_post,
        is_starred=key in starred,
        why_not=entry.why_not(order),
    )
