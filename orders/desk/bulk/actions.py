"""The bulk actions of Manage Orders, in the order of the menu. Others add theirs to `ACTIONS`."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from orders.desk.bulk.bulk_action import BulkAction, BulkStep
from orders.desk.bulk.forms import BulkCommentForm, BulkNoteForm
from orders.details.actions.marks import allow_unpaid_shipping, mark_invoice_printed, set_rush
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.shipping_out import ship_items
from orders.models import NoteKind, Order
from orders.state.moves import MOVES, Move
from orders.state.moving import make, write_note
from settings.rights import Right

STATUS, SHIPPING, NOTES, DOCUMENTS = "Status", "Shipping", "Notes", "Documents"


def _move(move: Move) -> BulkAction:
    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        moved = make(move, order.pk, by=by, comment=parameters["comment"])
        return f"The order is {moved.get_order_status_display()} now."

    return BulkAction(
        key=move.key, label=move.label, group=STATUS, right=move.right, do=do, form=BulkCommentForm
    )


def _ship(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    groups = order.shipping_groups.exclude(service=None).select_related("service__carrier")
    group = groups.first()
    package = NewPackage(service=group.service if group else None)
    ship_items(order, [package], is_confirmed=True, by=by)
    return "The order was Ship Confirmed without tracking number."


def _rush(*, is_rush: bool) -> BulkStep:
    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        set_rush(order.pk, is_rush=is_rush, by=by)
        return "The order is Rush now." if is_rush else "The order is not Rush any more."

    return do


def _allow_unpaid(*, is_allowed: bool) -> BulkStep:
    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        allow_unpaid_shipping(order.pk, is_allowed=is_allowed, by=by)
        return "May be shipped unpaid now." if is_allowed else "Waits until it is paid now."

    return do


def _printed(*, is_printed: bool) -> BulkStep:
    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        mark_invoice_printed(order.pk, is_printed=is_printed, by=by)
        return "Marked as printed." if is_printed else "Marked as not printed."

    return do


def _note(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    write_note(order, NoteKind(parameters["kind"]), parameters["text"], by=by)
    return "The note was added."


ACTIONS: tuple[BulkAction, ...] = (
    *(_move(move) for move in MOVES),
    BulkAction(
        key="ship_orders",
        label="Ship Orders",
        group=SHIPPING,
        right=Right.SHIP,
        url_name="ship_orders",
    ),
    BulkAction(
        key="ship_without_tracking",
        label="Ship Orders (Without Tracking)",
        group=SHIPPING,
        right=Right.SHIP,
        do=_ship,
    ),
    BulkAction(
        key="rush",
        label="Set Rush Order",
        group=SHIPPING,
        right=Right.EDIT,
        do=_rush(is_rush=True),
    ),
    BulkAction(
        key="not_rush",
        label="Set NOT Rush Order",
        group=SHIPPING,
        right=Right.EDIT,
        do=_rush(is_rush=False),
    ),
    BulkAction(
        key="allow_unpaid",
        label="Allow shipping even not paid",
        group=SHIPPING,
        right=Right.EDIT,
        do=_allow_unpaid(is_allowed=True),
    ),
    BulkAction(
        key="wait_until_paid",
        label="Do not allow shipping until paid",
        group=SHIPPING,
        right=Right.EDIT,
        do=_allow_unpaid(is_allowed=False),
    ),
    BulkAction(
        key="note",
        label="Add Internal Notes",
        group=NOTES,
        right=Right.EDIT,
        do=_note,
        form=BulkNoteForm,
    ),
    BulkAction(
        key="print_invoices",
        label="Print Invoice(s) to PDF",
        group=DOCUMENTS,
        right=Right.VIEW,
        url_name="order_printing",
    ),
    BulkAction(
        key="print_invoices_zip",
        label="Print Invoice(s) to PDF, as a ZIP",
        group=DOCUMENTS,
        right=Right.VIEW,
        url_name="order_printing",
    ),
    BulkAction(
        key="print_packing_slips",
        label="Print packing slips",
        group=DOCUMENTS,
        right=Right.VIEW,
        url_name="order_printing",
    ),
    BulkAction(
        key="email_invoices",
        label="Email Invoices",
        group=DOCUMENTS,
        right=Right.EDIT,
        url_name="order_emailing",
    ),
    BulkAction(
        key="invoice_printed",
        label="Set Invoice Printed",
        group=DOCUMENTS,
        right=Right.EDIT,
        do=_printed(is_printed=True),
    ),
    BulkAction(
        key="invoice_not_printed",
        label="Set Invoice NOT Printed",
        group=DOCUMENTS,
        right=Right.EDIT,
        do=_printed(is_printed=False),
    ),
    BulkAction(
        key="export",
        label="Export Orders",
        group=DOCUMENTS,
        right=Right.VIEW,
        url_name="order_export",
    ),
)


def by_key(key: str) -> BulkAction | None:
    """The action called `key`; None when there is none."""
    return {action.key: action for action in ACTIONS}.get(key)


def offered(rights: frozenset[str]) -> list[tuple[str, list[BulkAction]]]:
    """The actions that `rights` allow, by group, in the order of the menu."""
    groups: dict[str, list[BulkAction]] = {}
    for action in ACTIONS:
        if action.right in rights:
            groups.setdefault(action.group, []).append(action)
    return list(groups.items())
