"""What the pieces of an order cost us, taken from the company's item costs."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models.functions import Upper

from orders.models import CostSource, ItemCost, OrderLine
from settings.models import Company


def take_costs(company: Company, lines: Sequence[OrderLine]) -> list[OrderLine]:
    """Set the unit costs of unsaved or saved `lines` by their SKUs; gives those that changed.

    One statement. A cost entered by hand stays, and so does one whose SKU has no item cost any
    more. Item costs are in the company's currency: an order in another one takes none.
    """
    open_lines = [
        line
        for line in lines
        if line.sku
        and line.cost_source != CostSource.BY_HAND
        and line.order.currency == company.currency
    ]
    costs = costs_of(company, {line.sku for line in open_lines})
    changed = []
    for line in open_lines:
        cost = costs.get(line.sku.upper())
        if cost is not None and cost != line.unit_cost:
            line.unit_cost, line.cost_source = cost, CostSource.BY_SKU
            changed.append(line)
    return changed


def costs_of(company: Company, skus: Iterable[str]) -> dict[str, Decimal]:
    """Item costs of `company` by SKU in capitals, of those `skus` that have one."""
    wanted = {sku.upper() for sku in skus}
    if not wanted:
        return {}
    rows = ItemCost.objects.filter(company=company).annotate(key=Upper("sku"))
    return dict(rows.filter(key__in=wanted).values_list("key", "cost"))
