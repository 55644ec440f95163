"""The rows of new and changed orders, written batch by batch."""

from collections.abc import Sequence

from django.db.models import Model
from django.utils import timezone

from orders.intake import facts
from orders.intake.change_log import logged_values, write_change_log
from orders.intake.differences import differences
from orders.intake.statuses import Statuses, first_statuses, next_statuses
from orders.models import (
    EventKind,
    Order,
    OrderAddress,
    OrderEvent,
    OrderLine,
    OrderShippingGroup,
    OrderTax,
)
from settings.models import Company
from stores.port import StoreOrder

Pair = tuple[Order, StoreOrder]

_NEVER_REFRESHED = {"id", "company", "store_order_id", "created_at"}
_REFRESHED_COLUMNS = [
    column.name for column in Order._meta.concrete_fields if column.name not in _NEVER_REFRESHED
]


def create_orders(company: Company, store_orders: Sequence[StoreOrder]) -> None:
    """Write new orders with all their parts. Raises `IntegrityError` if one is known already."""
    if not store_orders:
        return
    pairs = []
    for store_order in store_orders:
        order = Order(company=company, store_order_id=store_order.store_order_id)
        _set_columns(order, store_order, first_statuses(store_order))
        pairs.append((order, store_order))
    Order.objects.bulk_create([order for order, _ in pairs])
    _write_parts(pairs)
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            kind=EventKind.IMPORTED,
            message=f"Imported from the website as “{store_order.status.name}”.",
        )
        for order, store_order in pairs
    )


def refresh_orders(pairs: Sequence[Pair]) -> None:
    """Bring known orders up to the store's facts; each difference becomes an event."""
    if not pairs:
        return
    known_lines = _known_lines(pairs)
    events = [
        OrderEvent(order=order, kind=EventKind.STORE_CHANGED, message=sentence)
        for order, store_order in pairs
        for sentence in differences(order, known_lines[order.pk], store_order)
    ]
    before = {order.pk: logged_values(order) for order, _ in pairs}
    for order, store_order in pairs:
        _set_columns(order, store_order, next_statuses(order, store_order))
    write_change_log(before, [order for order, _ in pairs])
    Order.objects.bulk_update([order for order, _ in pairs], _REFRESHED_COLUMNS)
    _delete_vanished_parts(pairs, known_lines)
    _write_parts(pairs)
    OrderEvent.objects.bulk_create(events)


def _set_columns(order: Order, store_order: StoreOrder, statuses: Statuses) -> None:
    for column, value in facts.order_facts(store_order, order.company.currency).items():
        setattr(order, column, value)
    order.order_status = statuses.order
    order.payment_status = statuses.payment
    order.shipping_status = statuses.shipping
    order.refreshed_at = timezone.now()


def _known_lines(pairs: Sequence[Pair]) -> dict[int, list[OrderLine]]:
    known: dict[int, list[OrderLine]] = {order.pk: [] for order, _ in pairs}
    for line in OrderLine.objects.filter(order_id__in=known):
        known[line.order_id].append(line)
    return known


def _delete_vanished_parts(pairs: Sequence[Pair], known: dict[int, list[OrderLine]]) -> None:
    vanished = []
    for order, store_order in pairs:
        still_there = {line.store_line_id for line in store_order.lines}
        vanished += [line.pk for line in known[order.pk] if line.store_line_id not in still_there]
    OrderLine.objects.filter(pk__in=vanished).delete()
    orders = [order for order, _ in pairs]
    OrderAddress.objects.filter(order__in=orders).delete()
    OrderTax.objects.filter(order__in=orders).delete()


def _write_parts(pairs: Sequence[Pair]) -> None:
    # Lines keep their identity, since packages and refunds will point at them.
    lines = [row for order, store_order in pairs for row in facts.line_rows(order, store_order)]
    OrderLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["order", "store_line_id"],
        update_fields=_columns_but(OrderLine, "order", "store_line_id"),
    )
    # What the customer chose stays as it first came, even when the store renames the method.
    OrderShippingGroup.objects.bulk_create(
        [row for pair in pairs for row in facts.shipping_group_rows(*pair)], ignore_conflicts=True
    )
    OrderAddress.objects.bulk_create(row for pair in pairs for row in facts.address_rows(*pair))
    OrderTax.objects.bulk_create(row for pair in pairs for row in facts.tax_rows(*pair))


def _columns_but(model: type[Model], *left_out: str) -> list[str]:
    return [
        column.name
        for column in model._meta.concrete_fields
        if not column.primary_key and column.name not in left_out
    ]
