"""Actions > Edit Shipping Address: a person's choice, kept against what the store says later."""

from collections.abc import Mapping

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.importing.intake.addresses import told_by_store
from orders.models import AddressKind, EventKind, Order, OrderAddress, OrderEvent
from orders.routing.choose_by_hand import choose_by_hand
from orders.state.stale import refuse_if_changed
from orders.state.summary import write_search_text
from settings.change_log import new_entry
from shipping.service_choice import ServiceSource

LOGGED_AS = "Shipping Address"


def why_not_change_address(order: Order) -> str:
    """Why the address cannot be changed, as a sentence; '' when it can."""
    if order.is_to_be_shipped:
        return ""
    return (
        f"The order is {order.get_order_status_display()} and "
        f"{order.get_shipping_status_display()}: its address stays as it is."
    )


@transaction.atomic
def change_address(
    order: Order,
    columns: Mapping[str, str] | None,
    reason: str,
    *,
    by: AbstractBaseUser,
    seen: int | None = None,
) -> OrderAddress:
    """Send `order` to the address in `columns`; None goes back to what the store says.

    A country other than before lets the mapping choose the service again, where no person did.
    Raises `Refused`, and `ChangedMeanwhile` when others changed the order after the event `seen`.
    """
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    order = locked.get(pk=order.pk)
    refuse_if_changed(order, seen, by=by)
    if sentence := why_not_change_address(order):
        raise Refused(sentence)
    found = order.addresses.filter(kind=AddressKind.SHIPPING).first()
    address = found or OrderAddress(order=order, kind=AddressKind.SHIPPING)
    before, country = str(address) or "none", address.country
    _write(address, columns)
    after = str(address) or "none"
    if after == before and address.pk:
        raise Refused("This is the address that the order has. Change it, or cancel.")
    address.save()
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.EDITED,
        by_id=by.pk,
        message=f"Shipping Address changed to: {after}. It was: {before}. Reason: {reason}",
    )
    new_entry(order, LogEntry.Action.UPDATE, {LOGGED_AS: [before, after]}, by=by).save()
    if address.country != country:
        _choose_services_again(order, by)
    write_search_text([order.pk])
    return address


def _write(address: OrderAddress, columns: Mapping[str, str] | None) -> None:
    if columns is None:
        if not address.is_ours or not address.told_by_store:
            raise Refused("The store names no other address.")
        columns, address.is_ours = address.told_by_store, False
        address.told_by_store = {}
    elif not address.is_ours:
        address.told_by_store = told_by_store(address) if address.pk else {}
        address.is_ours = True
    for name, value in columns.items():
        setattr(address, name, value)


def _choose_services_again(order: Order, by: AbstractBaseUser) -> None:
    groups = order.shipping_groups.exclude(service_source=ServiceSource.BY_HAND)
    choose_by_hand(order, {group.pk: (None, False) for group in groups}, by=by)
