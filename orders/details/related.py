"""Other orders of an order's story: of the same customer, to the same address, its kin."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value, Window

from orders.models import AddressKind, Order, OrderAddress, OrderQuerySet, OrderStatus

SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedOrder:
    """One related order, as far as a list shows it."""

    pk: int
    store_order_id: str
    status: str
    status_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """The related orders under one heading: the newest few of `number`."""

    label: str
    orders: tuple[RelatedOrder, ...]
    number: int


def related_to(order: Order, address: OrderAddress | None) -> list[Related]:
    """What is related to `order`, which is shipped to `address`. One statement.

    Void orders are hidden, like everywhere.
    """
    found: dict[str, list[tuple[RelatedOrder, int]]] = {}
    parts = [_part(label, orders) for label, orders in _kinds(order, address).items()]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    for label, pk, store_order_id, status, number in rows:
        one = RelatedOrder(
            pk=pk,
            store_order_id=store_order_id,
            status=status,
            status_label=str(OrderStatus(status).label),
        )
        found.setdefault(label, []).append((one, number))
    return [
        Related(
            label=label,
            orders=tuple(sorted((one for one, _ in ones), key=lambda one: -one.pk)),
            number=ones[0][1],
        )
        for label, ones in found.items()
    ]


def _kinds(order: Order, address: OrderAddress | None) -> dict[str, OrderQuerySet]:
    others = Order.objects.for_company(order.company).exclude(pk=order.pk)
    others = others.exclude(order_status=OrderStatus.VOID)
    number, parent = order.store_order_id, order.parent_order_id
    kin = Q(parent_order_id=number) | Q(original=order.pk)
    if parent:
        kin |= Q(parent_order_id=parent) | Q(store_order_id=parent)
    if order.original_id:
        kin |= Q(pk=order.original_id)
    kinds = {"Parent, children and replacements": others.filter(kin)}
    if order.customer_email:
        kinds["Same customer"] = others.filter(customer_email=order.customer_email)
    if address is not None and address.postal_code and address.address1:
        there = OrderAddress.objects.filter(
            kind=AddressKind.SHIPPING,
            postal_code=address.postal_code,
            address1=address.address1,
        )
        elsewhere = others.filter(pk__in=there.values("order"))
        if order.customer_email:  # the customer's own stand above
            elsewhere = elsewhere.exclude(customer_email=order.customer_email)
        kinds["Same address, other customer"] = elsewhere
    return kinds


def _part(label: str, orders: OrderQuerySet) -> "QuerySet[Order, Any]":
    # The window counts before the limit cuts, and keeps the planner at the narrow index.
    labelled = orders.annotate(label=Value(label), number=Window(Count("pk")), key=F("pk"))
    columns = ("label", "key", "store_order_id", "order_status", "number")
    return labelled.order_by("-pk").values_list(*columns)[:SHOWN]
