"""Packages that the store tells of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from orders.importing.intake.conflicts import note_shipped_by_others
from orders.importing.intake.left_out_orders import forget_failed_shipments
from orders.importing.intake.link_shipments import link_own_shipments
from orders.models import EventKind, Order, OrderEvent, OrderLine, Package, PackageLine
from orders.state.ledger import recount_packages
from orders.state.summary import packages_changed
from settings.models import Company
from stores.port import StoreShipment


def orders_with_unknown(company: Company, named: Mapping[str, Sequence[str]]) -> list[str]:
    """The known orders among `named` that have a shipment we do not know, by store order id.

    `named` are the shipment ids that the store's documents name, by store order id.
    """
    shipped = {number: set(ids) for number, ids in named.items() if ids}
    if not shipped:
        return []
    orders = list(Order.objects.for_company(company).filter(store_order_id__in=shipped))
    known = known_shipments(orders)
    return sorted(
        order.store_order_id for order in orders if shipped[order.store_order_id] - known[order.pk]
    )


def known_shipments(orders: Sequence[Order]) -> dict[int, set[str]]:
    """The store's shipment ids of our packages, by order id; empty where there are none."""
    known: dict[int, set[str]] = defaultdict(set)
    packages = Package.objects.filter(order__in=orders).exclude(store_shipment_id="", doubles=[])
    for order_id, shipment_id, doubles in packages.values_list(
        "order_id", "store_shipment_id", "doubles"
    ):
        known[order_id].update(filter(None, [shipment_id, *doubles]))
    return known


def receive_shipments(company: Company, shipments: Sequence[StoreShipment]) -> int:
    """Write down the shipments of known orders; gives how many were new.

    A shipment that is here already costs no write. One that we uploaded ourselves is known by its
    number, or recognised by its contents.
    """
    by_order: dict[str, list[StoreShipment]] = {}
    for shipment in shipments:
        by_order.setdefault(shipment.store_order_id, []).append(shipment)
    with transaction.atomic():
        locked = Order.objects.for_company(company).select_for_update(of=("self",)).order_by("pk")
        orders = list(locked.filter(store_order_id__in=by_order))
        fresh = _unknown(orders, by_order)
        foreign = link_own_shipments(fresh) if fresh else []
        if foreign:
            _write(foreign)
        if fresh:
            forget_failed_shipments(company, by_order)
    return len(fresh)


def _unknown(
    orders: Sequence[Order], by_order: dict[str, list[StoreShipment]]
) -> list[tuple[Order, StoreShipment]]:
    known = known_shipments(orders)
    return [
        (order, shipment)
        for order in orders
        for shipment in by_order[order.store_order_id]
        if shipment.store_shipment_id not in known[order.pk]
    ]


def _write(fresh: Sequence[tuple[Order, StoreShipment]]) -> None:
    now = timezone.now()  # for shipments whose own time cannot be read
    packages = Package.objects.bulk_create(
        Package(
            order=order,
            store_shipment_id=shipment.store_shipment_id,
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            shipped_at=shipment.shipped_at or now,
            confirmed_at=shipment.shipped_at or now,
            is_source_notified=True,
            source_notified_at=shipment.shipped_at or now,
        )
        for order, shipment in fresh
    )
    lines = {
        (line.order_id, line.store_line_id): line
        for line in OrderLine.objects.filter(order__in={order.pk for order, _ in fresh})
    }
    PackageLine.objects.bulk_create(
        PackageLine(package=package, line=lines[order.pk, line_id], quantity=quantity)
        for package, (order, shipment) in zip(packages, fresh, strict=True)
        for line_id, quantity in shipment.quantities
        if quantity > 0 and (order.pk, line_id) in lines
    )
    recount_packages({order.pk: order for order, _ in fresh}.values())
    OrderEvent.objects.bulk_create(
        OrderEvent(order=order, kind=EventKind.STORE_CHANGED, message=_sentence(shipment))
        for order, shipment in fresh
    )
    packages_changed({order.pk for order, _ in fresh})
    note_shipped_by_others([order for order, _ in fresh])


def _sentence(shipment: StoreShipment) -> str:
    by = f" with {shipment.carrier}" if shipment.carrier else ""
    number = f", tracking number {shipment.tracking_number}" if shipment.tracking_number else ""
    when = "" if shipment.shipped_at else " Its day is not known: the store's time cannot be read."
    return f"Shipped in the store{by}{number} (shipment {shipment.store_shipment_id}).{when}"
