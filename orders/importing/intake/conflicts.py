"""Noticing where the store did something that does not fit what we did."""

from collections.abc import Sequence

from orders.importing.intake.merge_lines import told_quantity
from orders.models import (
    ConflictKind,
    Order,
    OrderConflict,
    OrderLine,
    OrderStatus,
    Package,
    Refund,
)
from settings.models import StatusReading
from stores.port import StoreOrder

_WORKED_ON = (OrderStatus.IN_PROCESS, OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER)


def note_cancellations(orders: Sequence[Order]) -> None:
    """Flag orders that the store has cancelled while we still work on them; `orders` are saved."""
    _note(
        ConflictKind.CANCELLED_IN_STORE,
        {
            order.pk: f"The store has cancelled this order (“{order.store_status_name}”); "
            f"here it is still {order.get_order_status_display()}. Do not ship it."
            for order in orders
            if order.store_status_reading == StatusReading.CANCELLED
            and order.order_status in _WORKED_ON
        },
    )


def note_shipped_by_others(orders: Sequence[Order]) -> None:
    """Flag orders that the store ships although we have packed them ourselves."""
    ours = Package.objects.filter(order__in=orders, store_shipment_id="")
    packed_here = set(ours.values_list("order_id", flat=True))
    _note(
        ConflictKind.SHIPPED_IN_STORE,
        {
            order.pk: "The store has shipped items of this order, and so have we. "
            "Compare the packages before anything else leaves."
            for order in orders
            if order.pk in packed_here
        },
    )


def with_packages_or_refunds(orders: Sequence[Order]) -> set[int]:
    """Ids of those `orders` of which something has been packed or refunded."""
    packed = Package.objects.filter(order__in=orders).values_list("order_id")
    refunded = Refund.objects.filter(order__in=orders).values_list("order_id")
    return {order_id for (order_id,) in packed.union(refunded)}


def are_items_changed(known_lines: Sequence[OrderLine], store_order: StoreOrder) -> bool:
    """Whether the store now names other items, or other quantities of them."""
    before = {line.store_line_id: number for line in known_lines if (number := told_quantity(line))}
    after = {line.store_line_id: line.quantity for line in store_order.lines}
    return before != after


def note_changed_lines(changed: dict[int, str]) -> None:
    """Flag orders, by id, whose items the store changed after they were shipped."""
    _note(ConflictKind.LINES_CHANGED, changed)


def note_changed_addresses(changed: dict[int, str]) -> None:
    """Flag orders, by id, whose shipping address the store changed against what is here."""
    _note(ConflictKind.ADDRESS_CHANGED, changed)


def _note(kind: ConflictKind, messages: dict[int, str]) -> None:
    """Open conflicts of a `kind`, by order id; one that is open already says the newest."""
    if not messages:
        return
    still_open = OrderConflict.objects.filter(kind=kind, settled_at=None, order__in=messages)
    known = list(still_open)
    for conflict in known:
        conflict.message = messages[conflict.order_id]
    OrderConflict.objects.bulk_update(known, ["message"])
    there = {conflict.order_id for conflict in known}
    OrderConflict.objects.bulk_create(
        (
            OrderConflict(order_id=order_id, kind=kind, message=message)
            for order_id, message in messages.items()
            if order_id not in there
        ),
        ignore_conflicts=True,
    )
