"""The rows of new and changed orders, written batch by batch."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from core.packing import pack_if_possible
from orders.costs.costs_by_sku import take_costs
from orders.importing.intake import addresses, order_rows
from orders.importing.intake.cancellations import follow_cancellations
from orders.importing.intake.conflicts import (
    are_items_changed,
    note_cancellations,
    note_changed_lines,
    with_packages_or_refunds,
)
from orders.importing.intake.differences import differences
from orders.importing.intake.incoming_order import IncomingOrder
from orders.importing.intake.merge_lines import has_facts, merged, vanished
from orders.importing.intake.order_statuses import Statuses, first_statuses, next_statuses
from orders.importing.intake.payments import follow_store, pay_new_orders
from orders.models import (
    EventKind,
    Order,
    OrderDocument,
    OrderEvent,
    OrderLine,
    OrderShippingGroup,
    OrderTax,
    RefundLine,
    RmaLine,
)
from orders.routing.choose_services import choose_services, drop_nameless_groups, flag_orders
from orders.state.change_log import logged_values, write_change_log
from orders.state.summary import write_search_text
from settings.models import Company

Pair = tuple[Order, IncomingOrder]

# What such a row says of a line must stay readable.
_NAMING_LINES: tuple[type[RefundLine] | type[RmaLine], ...] = (RefundLine, RmaLine)

_NEVER_REFRESHED = {
    *("id", "company", "store_order_id", "created_at"),
    *("is_rush", "needs_shipping", "needs_shipping_method"),  # see `flag_orders`
    *("allow_unpaid_shipping", "invoice_printed_at", "invoice_printed_count"),  # ours alone
    "shipped_at",  # of the packages, see `orders.state.summary`
    *("original", "erased_at"),  # ours alone
}
_NEVER_REFRESHED_OF_LINES = {
    *("order", "store_line_id"),
    # ours alone
    *("packed_quantity", "shipped_quantity", "refunded_quantity", "returned_quantity"),
    *("unit_cost", "cost_source"),  # taken when the line first comes in
}
_REFRESHED_COLUMNS = [
    column.name for column in Order._meta.concrete_fields if column.name not in _NEVER_REFRESHED
]


def create_orders(company: Company, batch: Sequence[IncomingOrder]) -> None:
    """Write new orders with all their parts. Raises `IntegrityError` if one is known already."""
    if not batch:
        return
    pairs = []
    for incoming in batch:
        order = Order(company=company, store_order_id=incoming.key)
        columns = order_rows.order_facts(incoming, incoming.order.currency or company.currency)
        _set_columns(order, columns, first_statuses(incoming.order))
        pairs.append((order, incoming))
    Order.objects.bulk_create([order for order, _ in pairs])
    rows = [row for pair in pairs for row in order_rows.line_rows(pair[0], pair[1].order)]
    _write_lines(company, merged([], rows))
    _write_parts(company, pairs, are_new=True)
    addresses.write_new(pairs)
    pay_new_orders(pairs)
    _keep_documents(pairs)
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            kind=EventKind.IMPORTED,
            message=f"Imported from the website as “{incoming.order.status.name}”.",
        )
        for order, incoming in pairs
    )
    write_search_text(order.pk for order, _ in pairs)


def refresh_orders(company: Company, pairs: Sequence[Pair]) -> None:
    """Bring known orders up to the store's facts; each difference becomes an event.

    What we decided stays. When items change of which some were packed or refunded, those pieces
    stay, the rest follows the store, and a conflict asks a person to compare.
    """
    if not pairs:
        return
    known_lines = _known_lines(pairs)
    before = {order.pk: logged_values(order) for order, _ in pairs}
    old_totals = {order.pk: order.grand_total for order, _ in pairs}
    packed = with_packages_or_refunds([order for order, _ in pairs])
    events: list[OrderEvent] = []
    changed_lines: dict[int, str] = {}
    new_lines: list[OrderLine] = []
    old_lines: list[OrderLine] = []
    for order, incoming in pairs:
        # An order stays in its currency, whatever its company or store is set to later.
        columns = order_rows.order_facts(incoming, order.currency)
        if not incoming.order.is_placed_at_known:
            columns["placed_at"] = order.placed_at
        lines = known_lines[order.pk]
        sentences = differences(order, lines, incoming.order, columns)
        if order.pk in packed and are_items_changed(lines, incoming.order):
            changed_lines[order.pk] = " ".join(
                ["The store changed the items after some were packed or refunded:", *sentences]
            )
        new = merged(lines, order_rows.line_rows(order, incoming.order))
        old = vanished(lines, new)
        statuses = next_statuses(order, incoming.order, lines, [*new, *filter(has_facts, old)])
        _set_columns(order, columns, statuses)
        new_lines += new
        old_lines += old
        events += [
            OrderEvent(order=order, kind=EventKind.STORE_CHANGED, message=sentence)
            for sentence in sentences
        ]
    events += follow_store(pairs, old_totals)
    orders = [order for order, _ in pairs]
    write_change_log(before, orders)
    Order.objects.bulk_update(orders, _REFRESHED_COLUMNS)
    _drop_lines(old_lines)
    _write_lines(company, new_lines)
    OrderTax.objects.filter(order__in=orders).delete()
    drop_nameless_groups(order for order, incoming in pairs if incoming.order.shipping_groups)
    _write_parts(company, pairs, are_new=False)
    addresses.refresh(pairs)
    _keep_documents(pairs)
    OrderEvent.objects.bulk_create(events)
    note_changed_lines(changed_lines)
    follow_cancellations(company, orders)
    note_cancellations(orders)
    write_search_text(order.pk for order in orders)


def changes_to(company: Company, pairs: Sequence[Pair]) -> dict[int, list[str]]:
    """What `refresh_orders` would write on the orders' timelines, by order id. Reads only."""
    known_lines = _known_lines(pairs)
    return {
        order.pk: differences(
            order,
            known_lines[order.pk],
            incoming.order,
            order_rows.order_facts(incoming, order.currency),
        )
        for order, incoming in pairs
    }


def _set_columns(order: Order, columns: dict[str, Any], statuses: Statuses) -> None:
    if order.store_status_code != columns["store_status_code"]:
        order.is_store_status_ours = False
    for column, value in columns.items():
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


def _drop_lines(lines: Sequence[OrderLine]) -> None:
    """Delete lines that the store has no more; what was packed, refunded or returned stays."""
    if not lines:
        return
    named = [kind.objects.filter(line__in=lines).values_list("line_id") for kind in _NAMING_LINES]
    staying = {line_id for (line_id,) in named[0].union(*named[1:])}
    staying |= {line.pk for line in lines if has_facts(line)}
    OrderLine.objects.filter(pk__in=[line.pk for line in lines if line.pk not in staying]).delete()
    kept = [line for line in lines if line.pk in staying]
    OrderLine.objects.bulk_update(kept, ["quantity", "store_quantity"])


def _write_lines(company: Company, rows: Sequence[OrderLine]) -> None:
    take_costs(company, rows)
    # Lines keep their identity, since packages and refunds point at them.
    OrderLine.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["order", "store_line_id"],
        update_fields=_LINE_COLUMNS,
    )


def _write_parts(company: Company, pairs: Sequence[Pair], *, are_new: bool) -> None:
    told = [(order, incoming.order) for order, incoming in pairs]
    groups = [row for pair in told for row in order_rows.shipping_group_rows(*pair)]
    choose_services(company, groups, dict(told), are_new=are_new)
    # What the customer chose, and the service for it, stay as they first came, even when the store
    # renames the method.
    OrderShippingGroup.objects.bulk_create(groups, ignore_conflicts=True)
    flag_orders(order.pk for order, _ in told)
    OrderTax.objects.bulk_create(row for pair in told for row in order_rows.tax_rows(*pair))


def _keep_documents(pairs: Sequence[Pair]) -> None:
    documents = [
        (order, pack_if_possible(incoming.order.document))
        for order, incoming in pairs
        if order.erased_at is None
    ]
    OrderDocument.objects.bulk_create(
        [OrderDocument(order=order, packed=packed) for order, packed in documents if packed],
        update_conflicts=True,
        unique_fields=["order"],
        update_fields=["packed", "removed_at"],
    )


_LINE_COLUMNS = [
    column.name
    for column in OrderLine._meta.concrete_fields
    if not column.primary_key and column.name not in _NEVER_REFRESHED_OF_LINES
]
