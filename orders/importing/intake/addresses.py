"""Addresses of refreshed orders: the store's follow it, one that a person changed here stays.

What the store says meanwhile is kept beside it; a new address there becomes a conflict.
"""

from collections.abc import Sequence
from typing import Any

from orders.importing.intake import order_rows
from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import ConflictKind, EventKind, Order, OrderAddress, OrderConflict, OrderEvent

STORE_COLUMNS = (
    *("first_name", "last_name", "company", "address1", "address2", "city", "state"),
    *("state_name", "postal_code", "country", "country_name", "phone"),
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
    """Bring the addresses of known orders up to the store. At most six statements."""
    orders = [order for order, _ in pairs]
    known = OrderAddress.objects.filter(order__in=orders)
    ours = {(row.order_id, row.kind): row for row in known.filter(is_ours=True)}
    known.filter(is_ours=False).delete()
    new, changed = [], []
    for order, incoming in pairs:
        told = {row.kind: row for row in order_rows.address_rows(order, incoming.order)}
        new += [row for kind, row in told.items() if (order.pk, kind) not in ours]
        mine = [row for (order_id, _), row in ours.items() if order_id == order.pk] if ours else []
        changed += [row for row in mine if _is_news(row, told.get(row.kind))]
    OrderAddress.objects.bulk_create(new)
    OrderAddress.objects.bulk_update(changed, ["told_by_store"])
    OrderEvent.objects.bulk_create(
        OrderEvent(order_id=row.order_id, kind=EventKind.STORE_CHANGED, message=_sentence(row))
        for row in changed
    )
    OrderConflict.objects.bulk_create(
        (
            OrderConflict(
                order_id=row.order_id, kind=ConflictKind.ADDRESS_CHANGED, message=_sentence(row)
            )
            for row in changed
        ),
        ignore_conflicts=True,
    )


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
