"""The bulk actions of Manage Orders, in the order of the menu. Others add theirs to `ACTIONS`."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from orders.desk.bulk import steps
from orders.desk.bulk.bulk_action import BulkAction
from orders.desk.bulk.forms import (
    BulkCommentForm,
    BulkNoteForm,
    BulkReasonForm,
    BulkServiceForm,
    BulkTagForm,
)
from orders.models import Order
from orders.state.make_move import make
from orders.state.moves import MOVES, Move
from settings.rights import Right

STATUS, SHIPPING, NOTES, DOCUMENTS = "Status", "Shipping", "Notes and tags", "Documents"


def _move(move: Move) -> BulkAction:
    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        moved = make(move, order.pk, by=by, comment=parameters["comment"])
        return f"The order is {moved.get_order_status_display()} now."

    return BulkAction(
        key=move.key, label=move.label, group=STATUS, right=move.right, do=do, form=BulkCommentForm
    )


ACTIONS: tuple[BulkAction, ...] = (
    *(_move(move) for move in MOVES),
    BulkAction(
        key="cancel_internally",
        label="Set Cancelled Internally",
        group=STATUS,
        right=Right.EDIT,
        do=steps.cancel_internally,
        form=BulkReasonForm,
    ),
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
        do=steps.ship_without_tracking,
    ),
    BulkAction(
        key="shipping_service",
        label="Change shipping service",
        group=SHIPPING,
        right=Right.EDIT,
        do=steps.change_service,
        form=BulkServiceForm,
    ),
    BulkAction(
        key="set_unshipped",
        label="Set Unshipped",
        group=SHIPPING,
        right=Right.SHIP,
        do=steps.unship,
    ),
    BulkAction(
        key="source_notified",
        label="Mark Source Notified for Shipping",
        group=SHIPPING,
        right=Right.SHIP,
        do=steps.note_notified,
    ),
    BulkAction(
        key="source_not_notified",
        label="Mark Source NOT Notified for Shipping",
        group=SHIPPING,
        right=Right.SHIP,
        do=steps.note_not_notified,
    ),
    BulkAction(
        key="rush",
        label="Set Rush Order",
        group=SHIPPING,
        right=Right.EDIT,
        do=steps.mark_rush(is_rush=True),
    ),
    BulkAction(
        key="not_rush",
        label="Set NOT Rush Order",
        group=SHIPPING,
        right=Right.EDIT,
        do=steps.mark_rush(is_rush=False),
    ),
    BulkAction(
        key="allow_unpaid",
        label="Allow shipping even not paid",
        group=SHIPPING,
        right=Right.EDIT,
        do=steps.mark_unpaid_shipping(is_allowed=True),
    ),
    BulkAction(
        key="wait_until_paid",
        label="Do not allow shipping until paid",
        group=SHIPPING,
        right=Right.EDIT,
        do=steps.mark_unpaid_shipping(is_allowed=False),
    ),
    BulkAction(
        key="note",
        label="Add Internal Notes",
        group=NOTES,
        right=Right.EDIT,
        do=steps.add_note,
        form=BulkNoteForm,
    ),
    BulkAction(
        key="add_tag",
        label="Add tag",
        group=NOTES,
        right=Right.EDIT,
        do=steps.tag,
        form=BulkTagForm,
    ),
    BulkAction(
        key="remove_tag",
        label="Remove tag",
        group=NOTES,
        right=Right.EDIT,
        do=steps.untag,
        form=BulkTagForm,
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
        do=steps.mark_printed(is_printed=True),
    ),
    BulkAction(
        key="invoice_not_printed",
        label="Set Invoice NOT Printed",
        group=DOCUMENTS,
        right=Right.EDIT,
        do=steps.mark_printed(is_printed=False),
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
