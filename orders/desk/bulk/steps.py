"""What bulk actions do with one order, which is locked, in a transaction of its own.

Each is the very function behind the button of Order Details, and gives the sentence for the result.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from core.refusals import Refused
from orders.desk.bulk.bulk_action import BulkStep
from orders.details.actions.marks import allow_unpaid_shipping, mark_invoice_printed, set_rush
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.set_unshipped import set_unshipped
from orders.fulfilment.shipping_out import ship_items
from orders.fulfilment.source_notified import (
    mark_source_not_notified,
    mark_source_notified,
    why_not_mark_not_notified,
    why_not_mark_notified,
)
from orders.models import NoteKind, Order
from orders.refunds.cancellation import set_cancelled_internally
from orders.routing.choose_by_hand import choose_by_hand
from orders.state.make_move import write_note
from orders.state.tagging import add_tag, remove_tag
from shipping.models import ShippingService


def ship_without_tracking(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Ship Confirm all that is left in one package without a number."""
    groups = order.shipping_groups.exclude(service=None).select_related("service__carrier")
    group = groups.first()
    package = NewPackage(service=group.service if group else None)
    ship_items(order, [package], is_confirmed=True, by=by)
    return "The order was Ship Confirmed without tracking number."


def mark_rush(*, is_rush: bool) -> BulkStep:
    """The step that sets Rush, or takes it away."""

    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        set_rush(order.pk, is_rush=is_rush, by=by)
        return "The order is Rush now." if is_rush else "The order is not Rush any more."

    return do


def mark_unpaid_shipping(*, is_allowed: bool) -> BulkStep:
    """The step that allows shipping unpaid, or no more."""

    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        allow_unpaid_shipping(order.pk, is_allowed=is_allowed, by=by)
        return "May be shipped unpaid now." if is_allowed else "Waits until it is paid now."

    return do


def mark_printed(*, is_printed: bool) -> BulkStep:
    """The step that says whether the invoice was printed."""

    def do(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
        mark_invoice_printed(order.pk, is_printed=is_printed, by=by)
        return "Marked as printed." if is_printed else "Marked as not printed."

    return do


def add_note(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Add a note."""
    write_note(order, NoteKind(parameters["kind"]), parameters["text"], by=by)
    return "The note was added."


def cancel_internally(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Cancel it here alone; the comment is kept."""
    set_cancelled_internally(order, parameters["comment"], by=by)
    return "The order is Cancelled now. The website was told nothing."


def unship(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Take back what the website has not heard of."""
    set_unshipped(order, by=by)
    return "The packages are only packed again."


def note_notified(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """The website counts as told."""
    if reason := why_not_mark_notified(order):
        raise Refused(reason)
    mark_source_notified(order, by=by)
    return "The website counts as told of every package that has left."


def note_not_notified(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """The website is to be told."""
    if reason := why_not_mark_not_notified(order):
        raise Refused(reason)
    mark_source_not_notified(order, by=by)
    return "The website is to be told of these packages."


def change_service(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Send the whole order by one service; the mapping leaves it so."""
    service = ShippingService.objects.select_related("carrier").get(pk=parameters["service"])
    groups = list(order.shipping_groups.all())
    if not groups:
        raise Refused("The order names nothing that is to be shipped.")
    is_rush = bool(parameters["is_rush"])
    choose_by_hand(order, {group.pk: (service, is_rush) for group in groups}, by=by)
    return f"The order goes by {service}{', Rush' if is_rush else ''} now."


def tag(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Put a tag on it."""
    return f"Tagged: {add_tag(order, parameters['name'], by=by)}."


def untag(order: Order, by: AbstractBaseUser, parameters: Mapping[str, Any]) -> str:
    """Take a tag off."""
    return f"Tag taken off: {remove_tag(order, parameters['name'], by=by)}."
