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
from orders.fulfilment.tracking_files.rows_to_parcels import (
    Catalogue,
    Decision,
    TrackingRowResult,
    decide,
    services_of,
)
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order
from settings.models import Company

ROWS_PER_BATCH = 500

Batch = Callable[[Company, Sequence[TrackingRow], Catalogue], list[TrackingRowResult]]


def batches(rows: Sequence[TrackingRow]) -> list[list[TrackingRow]]:
    """The lines in batches in which all lines of an order are together, in order of first sight."""
    by_order: dict[tuple[str, str], list[TrackingRow]] = {}
    for row in rows:
        key = ("ours", row.order_id) if row.order_id else ("store's", row.channel_order)
        by_order.setdefault(key, []).append(row)
    made: list[list[TrackingRow]] = [[]]
    for together in by_order.values():
        if made[-1] and len(made[-1]) + len(together) > ROWS_PER_BATCH:
            made.append([])
        made[-1] += together
    return made


def check_rows(
    company: Company, rows: Sequence[TrackingRow], catalogue: Catalogue
) -> list[TrackingRowResult]:
    """What `ship_rows` would answer as things are now. Reads only."""
    orders = list(
        with_all_that_decides(Order.objects.for_company(company).filter(named_orders(rows)))
    )
    decision = _decide(rows, orders, catalogue)
    for order in orders:
        if order.pk in decision.parcels:
            _refuse(decision, order.pk, why_not_ship_packages(order, decision.parcels[order.pk]))
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
        orders = list(with_all_that_decides(found).select_for_update(of=("self",)))
        decision = _decide(rows, orders, catalogue)
        outcomes = ship_locked(orders, decision.parcels, is_confirmed=True, by=by, via=via)
        for order_id, outcome in outcomes.items():
            _refuse(decision, order_id, outcome.refusal)
    return decision.answers


def _decide(rows: Sequence[TrackingRow], orders: Sequence[Order], catalogue: Catalogue) -> Decision:
    return decide(rows, orders, catalogue=catalogue, services=services_of(orders))


def _refuse(decision: Decision, order_id: int, sentence: str) -> None:
    for answer in decision.asked[order_id] if sentence else []:
        answer.fail(sentence)
