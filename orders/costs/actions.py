"""*Profit & Loss*: what an order's items and fees cost, entered by hand or taken by SKU again."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders.costs.costs_by_sku import take_costs
from orders.models import (
    CostSource,
    EventKind,
    Order,
    OrderCost,
    OrderCostKind,
    OrderEvent,
    OrderLine,
)
from orders.state.stale import refuse_if_changed


@transaction.atomic
def save_costs(
    order_id: int,
    unit_costs: Mapping[int, Decimal | None],
    fees: Mapping[OrderCostKind, Decimal],
    *,
    by: AbstractBaseUser,
    seen: int | None = None,
) -> bool:
    """Keep unit costs by line id (None: nobody knows) and fees; tells whether any was another.

    Raises `ChangedMeanwhile` when others changed the order after the event `seen`.
    """
    order = Order.objects.select_for_update().get(pk=order_id)
    refuse_if_changed(order, seen, by=by)
    changes = [*_save_lines(order, unit_costs), *_save_fees(order, fees, by)]
    if changes:
        _tell(order, "; ".join(changes) + ".", by)
    return bool(changes)


@transaction.atomic
def recalculate(order_id: int, *, by: AbstractBaseUser) -> int:
    """*ReCalculate Order Cost*: take the item costs of the SKUs as they are now.

    Costs entered by hand stay. Gives how many lines changed.
    """
    order = Order.objects.select_for_update().select_related("company").get(pk=order_id)
    lines = list(order.lines.select_related("order"))
    before = {line.pk: line.unit_cost for line in lines}
    changed = take_costs(order.company, lines)
    OrderLine.objects.bulk_update(changed, ["unit_cost", "cost_source"])
    if changed:
        told = [_cost_changed(line, before[line.pk]) for line in changed]
        _tell(order, "; ".join(told) + ", by SKU.", by)
    return len(changed)


def _save_lines(order: Order, unit_costs: Mapping[int, Decimal | None]) -> list[str]:
    told, changed = [], []
    for line in order.lines.all():
        cost = unit_costs.get(line.pk, line.unit_cost)
        if cost != line.unit_cost:
            old, line.unit_cost = line.unit_cost, cost
            line.cost_source = CostSource.NONE if cost is None else CostSource.BY_HAND
            changed.append(line)
            told.append(_cost_changed(line, old))
    OrderLine.objects.bulk_update(changed, ["unit_cost", "cost_source"])
    return told


def _save_fees(
    order: Order, fees: Mapping[OrderCostKind, Decimal], by: AbstractBaseUser
) -> list[str]:
    known = {row.kind: row for row in order.costs.all()}
    told = []
    for kind, amount in fees.items():
        row = known.get(kind) or OrderCost(order=order, kind=kind, amount=Decimal("0.00"))
        if row.amount != amount:
            told.append(f"{kind.label}: {row.amount} → {amount}")
            row.amount, row.by_id = amount, by.pk
            row.save()
    return told


def _cost_changed(line: OrderLine, old: Decimal | None) -> str:
    return f"Item Cost of {line.sku or line.name}: {_words(old)} → {_words(line.unit_cost)}"


def _words(cost: Decimal | None) -> str:
    return "none" if cost is None else f"{cost.normalize():f}"


def _tell(order: Order, message: str, by: AbstractBaseUser) -> None:
    OrderEvent.objects.create(order=order, kind=EventKind.COST, message=message, by_id=by.pk)
