"""Item costs of a company by SKU: reading one, saving them, and the lines of an export."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.numbers import decimal_number
from orders.models import ItemCost
from settings.models import Company

SKU, COST = "SKU", "Item Cost"
_MOST_COST = Decimal(10) ** 9
_PLACES = Decimal("0.0001")


@transaction.atomic
def save_costs_of_skus(company: Company, costs: dict[str, Decimal]) -> None:
    """Add item costs by SKU, or change them. Two people saving at once take turns."""
    Company.objects.select_for_update().get(pk=company.pk)
    wanted = {sku.upper(): (sku, cost) for sku, cost in costs.items()}
    known = [row for row in ItemCost.objects.filter(company=company) if row.sku.upper() in wanted]
    for row in known:
        _, row.cost = wanted.pop(row.sku.upper())
        row.saved_at = timezone.now()
    ItemCost.objects.bulk_update(known, ["cost", "saved_at"], batch_size=2_000)
    fresh = [ItemCost(company=company, sku=sku, cost=cost) for sku, cost in wanted.values()]
    ItemCost.objects.bulk_create(fresh, batch_size=2_000)


def rows_of(costs: "QuerySet[ItemCost, Any]") -> list[dict[str, str]]:
    """The lines of an exported file, with headings as keys."""
    return [{SKU: row.sku, COST: f"{row.cost.normalize():f}"} for row in costs.iterator()]


def parse_cost(text: str) -> tuple[Decimal, str]:
    """A cost as it was typed, and '' or a sentence that says what is wrong with it."""
    cost, problem = decimal_number(text)
    if cost is None:
        return Decimal(0), problem
    if not cost.is_finite() or not 0 <= cost < _MOST_COST:
        return Decimal(0), "The cost must be 0 or more, and less than a thousand million."
    if cost != cost.quantize(_PLACES):
        return Decimal(0), "Enter at most four decimals."
    return cost.quantize(_PLACES), ""
