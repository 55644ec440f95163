"""Entries of an order's Actions menu that act at once, without a form of their own."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from core.refusals import Refused
from orders.details.actions.marks import allow_unpaid_shipping, set_rush
from orders.fulfilment.source_notified import mark_source_not_notified, mark_source_notified
from orders.models import Order
from settings.rights import Right


def _nothing(_order: Order) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImmediateAction:
    """One entry. `do` raises `Refused`; `done` is the sentence that staff read afterwards."""

    key: str
    label: str
    done: str
    right: Right
    is_listed: Callable[[Order], bool]
    do: Callable[[Order, AbstractBaseUser], None]
    why_not: Callable[[Order], str] = _nothing


def why_not_rush(order: Order) -> str:
    """Why the order cannot be set Rush, as a sentence; '' when it can."""
    groups = order.rows_of("shipping_groups")
    for group in groups:
        if group.service_id is None:
            return f"“{group}” has no shipping service yet: choose one first."
    return "" if groups else "The order names nothing that is to be shipped."


def _set_rush(order: Order, by: AbstractBaseUser) -> None:
    set_rush(order.pk, is_rush=True, by=by)


def _set_not_rush(order: Order, by: AbstractBaseUser) -> None:
    set_rush(order.pk, is_rush=False, by=by)


def _allow_unpaid(order: Order, by: AbstractBaseUser) -> None:
    allow_unpaid_shipping(order.pk, is_allowed=True, by=by)


def _forbid_unpaid(order: Order, by: AbstractBaseUser) -> None:
    allow_unpaid_shipping(order.pk, is_allowed=False, by=by)


def _mark_notified(order: Order, by: AbstractBaseUser) -> None:
    if not mark_source_notified(order, by=by):
        raise Refused("There is no package that has left without the website knowing.")


def _mark_not_notified(order: Order, by: AbstractBaseUser) -> None:
    if not mark_source_not_notified(order, by=by):
        raise Refused("There is no package of which only we say that the website knows.")


def _is_unnotified(order: Order) -> bool:
    return any(one.confirmed_at and not one.is_source_notified for one in order.rows_of("packages"))


def _is_marked_by_hand(order: Order) -> bool:
    return any(
        one.confirmed_at and one.is_source_notified and not one.store_shipment_id
        for one in order.rows_of("packages")
    )


ENTRIES = (
    ImmediateAction(
        key="rush",
        label="Set Rush Order",
        done="The order is Rush now.",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped and not order.is_rush,
        why_not=why_not_rush,
        do=_set_rush,
    ),
    ImmediateAction(
        key="not_rush",
        label="Set NOT Rush Order",
        done="The order is not Rush any more.",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped and order.is_rush,
        do=_set_not_rush,
    ),
    ImmediateAction(
        key="allow_unpaid",
        label="Allow shipping even not paid",
        done="The order may be shipped even if it is not paid.",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped and not order.allow_unpaid_shipping,
        do=_allow_unpaid,
    ),
    ImmediateAction(
        key="forbid_unpaid",
        label="Do not allow shipping until paid",
        done="The order does not ship until it is paid.",
        right=Right.EDIT,
        is_listed=lambda order: order.is_to_be_shipped and order.allow_unpaid_shipping,
        do=_forbid_unpaid,
    ),
    ImmediateAction(
        key="source_notified",
        label="Mark Source Notified for Shipping",
        done="The website counts as told of every package that has left.",
        right=Right.SHIP,
        is_listed=_is_unnotified,
        do=_mark_notified,
    ),
    ImmediateAction(
        key="source_not_notified",
        label="Mark Source NOT Notified for Shipping",
        done="The website is to be told of these packages.",
        right=Right.SHIP,
        is_listed=_is_marked_by_hand,
        do=_mark_not_notified,
    ),
)
BY_KEY = {entry.key: entry for entry in ENTRIES}
