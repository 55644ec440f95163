"""Looking lines of tracking through, and shipping by them: batch by batch, never a line alone."""

from collections.abc import Callable, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders.files.naming import named_orders
from orders.fulfilment.shipping_out import (
    ship_locked,
    why_not_ship_packages,
    with_all_that_decides,
)
from orders.fulfilment.tracking_files.catalogue import Catalogue, services_of
from orders.fulfilment.tracking_files.rows_to_parcels import (
    Decision,
    TrackingRowResult,
    decide,
)
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import AddressKind, Order, Package
from settings.models import Company

ROWS_PER_BATCH = 500

Batch = Callable[[Company, Sequence[TrackingRow], Catalogue], list[TrackingRowResult]]


def batches(rows: Sequence[TrackingRow]) -> list[list[TrackingRow]]:
    """The rows in batches in which all rows of an order are together, in order of first sight.

    So are the rows of a line that names several orders.
    """
    groups: dict[object, list[TrackingRow]] = {}
    of_line: dict[int, object] = {}
    for row in rows:
        name: object = ("ours", row.order_id) if row.order_id else ("store's", row.channel_order)
        if name not in groups and row.number in of_line:
            groups[name] = groups[of_line[row.number]]
        groups.setdefault(name, []).append(row)
        of_line.setdefault(row.number, name)
    made: list[list[TrackingRow]] = [[]]
    for together in {id(group): group for group in groups.values()}.values():
        if made[-1] and len(made[-1]) + len(together) > ROWS_PER_BATCH:
            made.append([])
        made[-1] += together
    return made


def check_rows(
    company: Company, rows: Sequence[TrackingRow], catalogue: Catalogue
) -> list[TrackingRowResult]:
    """What `ship_rows` would answer as things are now. Reads only."""
    found = Order.objects.for_company(company).filter(named_orders(rows))
    orders = list(with_all_that_decides(found).prefetch_related("addresses"))
    decision = _decide(company, rows, orders, catalogue)
    for order in orders:
        if order.pk in decision.parcels:
            _refuse(decision, order.pk, why_not_ship_packages(order, decision.parcels[order.pk]))
    for answer in decision.answers:
        answer.destination = _destination(answer.order) if answer.order else ""
    return decision.answers


def ship_rows(
    company: Company,
    rows: Sequence[TrackingRow],
    catalogue: Catalogue,
    *,
    by: AbstractBaseUser | None,
    via: str = "",
) -> list[TrackingRowResult]:
    """Ship Confirm what `rows` say, in one transaction; an order goes as a whole, or stays."""
    with transaction.atomic():
        found = Order.objects.for_company(company).filter(named_orders(rows)).order_by("pk")
        wanted = with_all_that_decides(found)
        if any(row.customer or row.postcode for row in rows):
            wanted = wanted.prefetch_related("addresses")
        orders = list(wanted.select_for_update(of=("self",)))
        decision = _decide(company, rows, orders, catalogue)
        outcomes = ship_locked(orders, decision.parcels, is_confirmed=True, by=by, via=via)
        for order_id, outcome in outcomes.items():
            _refuse(decision, order_id, outcome.refusal)
    return decision.answers


def _destination(order: Order) -> str:
    """Where the order goes: postcode, city and country."""
    for address in order.addresses.all():
        if address.kind == AddressKind.SHIPPING:
            return " ".join(filter(None, [address.postal_code, address.city, address.country]))
    return ""


def _decide(
    company: Company, rows: Sequence[TrackingRow], orders: Sequence[Order], catalogue: Catalogue
) -> Decision:
    numbers = {row.tracking_number for row in rows} - {""}
    holders = Package.objects.filter(order__company=company, tracking_number__in=numbers)
    return decide(
        rows,
        orders,
        catalogue=catalogue,
        services=services_of(orders),
        holders=list(holders.select_related("order")),
    )


def _refuse(decision: Decision, order_id: int, sentence: str) -> None:
    for answer in decision.asked[order_id] if sentence else []:
        answer.fail(sentence)
