"""Item costs of a company by SKU: one at a time, and as a file, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.csv_text import without_guard
from core.tables import UnreadableTable, read_table
from orders.costs.intake import costs_of
from orders.models import ItemCost, ItemCostUpload
from settings.models import Company

SKU, COST = "SKU", "Item Cost"
MOST_LINES = 50_000
_MOST_SKU, _MOST_COST = 128, Decimal(10) ** 9
_KEPT = timedelta(days=1)
_PLACES = Decimal("0.0001")

# Number in the file, SKU, cost, as they stand there.
Line = tuple[int, str, str]


@dataclass(slots=True)
class Report:
    """What a file would do. `problems` are (line number, sentence); with any, nothing is saved."""

    costs: dict[str, Decimal] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class HasProblems(Exception):
    """The file cannot be committed; its report says why."""


def read_costs(content: bytes, file_name: str) -> list[Line]:
    """The lines of an uploaded file. Raises `UnreadableTable` with a sentence for staff."""
    headings, lines = read_table(content, file_name, most_lines=MOST_LINES)
    places = {heading.strip().casefold(): place for place, heading in enumerate(headings)}
    sku, cost = places.get(SKU.casefold()), places.get(COST.casefold(), places.get("cost"))
    if sku is None or cost is None:
        raise UnreadableTable(
            f"The first line must have the headings “{SKU}” and “{COST}”. "
            "Export the item costs to get a file to start from."
        )
    return [
        (number, without_guard(_cell(cells, sku)), _cell(cells, cost)) for number, cells in lines
    ]


def keep_upload(
    company: Company, lines: Sequence[Line], *, name: str, by: AbstractBaseUser
) -> ItemCostUpload:
    """Keep what a file says until a person commits it; what nobody committed goes after a day."""
    ItemCostUpload.objects.filter(uploaded_at__lt=timezone.now() - _KEPT).delete()
    return ItemCostUpload.objects.create(
        company=company, by_id=by.pk, file_name=name[-250:], lines=list(lines)
    )


def report_on(upload: ItemCostUpload) -> Report:
    """Look through the lines of `upload` as things are now. Reads only, one statement."""
    report = Report()
    first_seen: dict[str, int] = {}
    for number, sku, text in upload.lines:
        cost, problem = parse_cost(text)
        if not sku or len(sku) > _MOST_SKU:
            problem = f"Enter a SKU of 1 to {_MOST_SKU} characters."
        elif sku.upper() in first_seen:
            problem = f"“{sku}” stands in line {first_seen[sku.upper()]} already."
        if problem:
            report.problems.append((number, problem))
            continue
        first_seen[sku.upper()] = number
        report.costs[sku] = cost
    known = costs_of(upload.company, report.costs)
    for sku, cost in report.costs.items():
        old = known.get(sku.upper())
        report.added += old is None
        report.unchanged += old == cost
        report.changed += old is not None and old != cost
    return report


def commit(upload: ItemCostUpload) -> Report:
    """Save all of `upload`, or nothing. Raises `HasProblems`."""
    report = report_on(upload)
    if report.problems:
        raise HasProblems
    with transaction.atomic():
        save_costs_of_skus(upload.company, report.costs)
        upload.delete()
    return report


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
    try:
        cost = Decimal(text.replace(",", ".") if text.count(",") == 1 else text)
    except InvalidOperation:
        return Decimal(0), f"“{text[:40]}” is no amount. Enter a number such as 12.50."
    if not cost.is_finite() or not 0 <= cost < _MOST_COST:
        return Decimal(0), "The cost must be 0 or more, and less than a thousand million."
    if cost != cost.quantize(_PLACES):
        return Decimal(0), "Enter at most four decimals."
    return cost.quantize(_PLACES), ""


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
