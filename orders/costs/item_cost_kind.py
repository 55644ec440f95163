"""Item Costs > Import: files of what a piece of each SKU costs, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.urls import reverse

from core.clean_text import unguarded, why_rounded
from orders.costs.costs_by_sku import costs_of
from orders.costs.item_costs import COST, SKU, parse_cost, save_costs_of_skus
from orders.models import ItemCostUpload
from settings.models import Company
from settings.rights import Right
from uploads.columns import cells_by_column
from uploads.kinds import Committed, UploadKind
from uploads.reports import ReportFigure, UploadReport, problem_table

_MOST_SKU = 128


class ItemCostColumn(models.TextChoices):
    """What a column of a file of item costs may hold."""

    SKU = "sku", SKU
    COST = "cost", COST


@dataclass(slots=True, kw_only=True)
class ItemCostReport(UploadReport):
    """What a file would do. `problems` are (line number, sentence); with any, nothing is saved."""

    costs: dict[str, Decimal] = field(default_factory=dict)
    problems: list[tuple[int, str]] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class ItemCostFiles(UploadKind[ItemCostUpload]):
    """Lines of SKU and cost; committed at once, and forgotten then."""

    name = "item-cost"
    title = "Import item costs"
    model = ItemCostUpload
    right = Right.SETTINGS
    columns = ItemCostColumn
    heading_words = {
        ItemCostColumn.SKU: ("sku", "productsku", "itemsku", "productcode"),
        ItemCostColumn.COST: ("itemcost", "cost", "unitcost"),
    }
    most_lines = 50_000
    about = "orders/costs/_about_item_cost_files.html"
    upload_url, detail_url = "item_cost_upload", "item_cost_report"
    is_of_company = True

    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        for column in ItemCostColumn:
            if column not in columns:
                return (
                    f"Choose the column that holds the {column.label}. The export of the item "
                    "costs is a file to start from."
                )
        return ""

    def crumbs(self, company: Company | None) -> list[tuple[str, str]]:
        if company is None:
            return []
        costs = ("Item Costs", reverse("item_cost_list", args=[company.pk]))
        return [("Manage Companies", reverse("company_list")), (company.name, ""), costs]

    def report_on(self, upload: ItemCostUpload) -> ItemCostReport:
        report = ItemCostReport(title="What an import would do")
        _read(upload, report)
        known = costs_of(upload.company, report.costs)
        for sku, cost in report.costs.items():
            old = known.get(sku.upper())
            report.added += old is None
            report.unchanged += old == cost
            report.changed += old is not None and old != cost
        _word(report)
        return report

    def commit(self, upload: ItemCostUpload, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Save all of the file, or nothing."""
        report = self.report_on(upload)
        if report.problems:
            return Committed()
        with transaction.atomic():
            save_costs_of_skus(upload.company, report.costs)
            upload.delete()
        sentence = (
            f"{report.added} item costs were added and {report.changed} changed. New orders take "
            "them; for orders that are here, choose ReCalculate Order Cost."
        )
        return Committed(sentence, reverse("item_cost_list", args=[upload.company_id]))


ITEM_COST_FILES = ItemCostFiles()


def _read(upload: ItemCostUpload, report: ItemCostReport) -> None:
    """The costs of the lines that can be read, and what is wrong with the others."""
    first_seen: dict[str, int] = {}
    for number, cells in upload.lines:
        texts = cells_by_column(cells, upload.columns)
        sku = unguarded(texts.get(ItemCostColumn.SKU, ""))
        cost, problem = parse_cost(texts.get(ItemCostColumn.COST, ""))
        if not sku or len(sku) > _MOST_SKU:
            problem = f"Enter a SKU of 1 to {_MOST_SKU} characters."
        elif reason := why_rounded(sku, is_number=False):
            problem = reason
        elif sku.upper() in first_seen:
            problem = f"“{sku}” stands in line {first_seen[sku.upper()]} already."
        if problem:
            report.problems.append((number, problem))
            continue
        first_seen[sku.upper()] = number
        report.costs[sku] = cost


def _word(report: ItemCostReport) -> None:
    """Figures, remark and tables of what `report` counted."""
    report.figures = [
        ReportFigure("Added", report.added),
        ReportFigure("Changed", report.changed),
        ReportFigure("Unchanged", report.unchanged),
        ReportFigure("Problems", len(report.problems), is_bad=True),
    ]
    report.tables = problem_table(report.problems)
    report.commit_label = "" if report.problems else "Commit"
    report.remark = (
        "Nothing was saved, and nothing can be while a line is wrong. Mend the file and upload it "
        "again."
        if report.problems
        else "Nothing was saved yet."
    )
