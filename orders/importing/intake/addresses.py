"""Addresses of refreshed orders: the store's follow it, one that a person changed here stays.

What the store says meanwhile is kept beside it; a new address there becomes a conflict, and so does
one that moves after packages were made.
"""

from collections.abc import Sequence
from typing import Any

from orders.importing.intake import order_rows
from orders.importing.intake.conflicts import note_changed_addresses
from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import AddressKind, EventKind, Order, OrderAddress, OrderEvent, Package

STORE_COLUMNS = (
    *("first_name", "last_name", "company", "address1", "address2", "city", "state"),
    *("state_name", "postal_code", "country", "country_name", "phone"),
)

_WAY_OF_A_PARCEL = (
    *("first_name", "last_name", "company", "address1", "address2", "city", "state"),
    *("postal_code", "country"),
)


def told_by_store(address: OrderAddress) -> dict[str, str]:
    """The columns of an address that came from the store, to be kept beside one of ours."""
    return {name: getattr(address, name) for name in STORE_COLUMNS}


def write_new(pairs: Sequence[tuple[Order, IncomingOrder]]) -> None:
    """Write the addresses of orders that were just created. One statement."""
    OrderAddress.objects.bulk_create(
        row for order, incoming in pairs for row in order_rows.address_rows(order, incoming.order)
    )


def refresh(pairs: Sequence[tuple[Order, IncomingOrder]]) -> None:
    """Bring the addresses of known orders up to the store. At most eight statements."""
    known = OrderAddress.objects.filter(order__in=[order for order, _ in pairs])
    here = {(row.order_id, row.kind): row for row in known}
    known.filter(is_ours=False).delete()
    new: list[OrderAddress] = []
    changed: list[OrderAddress] = []
    for order, incoming in pairs:
        told = {row.kind: row for row in order_rows.address_rows(order, incoming.order)}
        mine = [row for kind in AddressKind if (row := here.get((order.pk, kind))) and row.is_ours]
        taken = {row.kind for row in mine}
        new += [row for kind, row in told.items() if kind not in taken]
        changed += [row for row in mine if _is_news(row, told.get(row.kind))]
    OrderAddress.objects.bulk_create(new)
    OrderAddress.objects.bulk_update(changed, ["told_by_store"])
    OrderEvent.objects.bulk_create(
        OrderEvent(order_id=row.order_id, kind=EventKind.STORE_CHANGED, message=_sentence(row))
        for row in changed
    )
    moved = _moved_after_packing([(here.get((row.order_id, row.kind)), row) for row in new])
    note_changed_addresses(moved | {row.order_id: _sentence(row) for row in changed})


def _moved_after_packing(
    pairs: Sequence[tuple[OrderAddress | None, OrderAddress]],
) -> dict[int, str]:
    """What to ask, by order id, where the parcel's way changed although packages were made."""
    moved = {
        after.order_id: f"The store changed the Shipping Address after packages were made for it. "
        f"Before: {before}. Now: {after}. Look at the labels before anything leaves."
        for before, after in pairs
        if before is not None and after.kind == AddressKind.SHIPPING
        if any(getattr(before, name) != getattr(after, name) for name in _WAY_OF_A_PARCEL)
    }
    if not moved:
        return {}
    packed = Package.objects.filter(order__in=moved).values_list("order_id", flat=True)
    return {order_id: moved[order_id] for order_id in set(packed)}


def _is_news(row: OrderAddress, told: OrderAddress | None) -> bool:
    """Whether the store says something new beside our `row`, which then keeps it."""
    says: dict[str, Any] = told_by_store(told) if told is not None else {}
    if says == row.told_by_store:
        return False
    row.told_by_store = says
    return True


def _sentence(row: OrderAddress) -> str:
    theirs = str(OrderAddress(**row.told_by_store)) or "none"
    return (
        f"The store changed the {row.get_kind_display()} to: {theirs}. Here it was changed by hand "
        "and stays as it is; edit it if the store is right."
    )
