"""Manage RMAs > Import: files of returns."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.urls import reverse

from orders.files.naming import OrderNumbers
from orders.job_kinds import IMPORT_RMAS
from orders.models import RmaImport
from orders.returns.rma_files.read_rma_rows import read_rma_rows
from orders.returns.rma_files.rma_row import NAMES, RmaColumn
from orders.returns.rma_files.rows_to_rmas import RmaOutcome, decide
from settings.models import Company
from settings.rights import Right
from uploads.kinds import Committed, UploadKind
from uploads.reports import ReportCell, ReportFigure, ReportTable, UploadReport

_SAMPLE = {
    RmaColumn.CHANNEL_ORDER: "1001",
    RmaColumn.SKU: "TS-RED",
    RmaColumn.QUANTITY: "1",
    RmaColumn.REASON: "Damaged",
    RmaColumn.DESCRIPTION: "The box was wet",
}


class RmaFiles(UploadKind[RmaImport]):
    """Lines of what comes back; the lines of an order become one RMA, made by a job."""

    name = "rma"
    title = "Import RMAs"
    model = RmaImport
    right = Right.EDIT
    columns = RmaColumn
    heading_words = NAMES
    most_lines = 5_000
    about = "orders/returns/_about_rma_files.html"
    choices = {"order_numbers": ("The numbers under Order ID are", OrderNumbers)}
    upload_url, detail_url, rows_url = "rma_upload", "rma_import", "rma_import_rows"

    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        if not columns.keys() & {RmaColumn.ORDER_ID, RmaColumn.CHANNEL_ORDER}:
            return "Choose the column that names the order: Order ID or Channel Order #."
        for column in (RmaColumn.SKU, RmaColumn.REASON):
            if column not in columns:
                return f"Choose the column that holds the {column.label}."
        return ""

    def crumbs(self, company: Company | None) -> list[tuple[str, str]]:
        return [("Manage RMAs", reverse("rma_list"))]

    def sample(self) -> dict[str, str]:
        return {column.label: text for column, text in _SAMPLE.items()}

    def rows(self, upload: RmaImport, *, only_failed: bool) -> list[dict[str, str]]:
        return [
            {**row, "Result": RmaOutcome(row["Result"]).label}
            for row in _answers(upload)[0]
            if row["Result"] == RmaOutcome.FAILED or not only_failed
        ]

    def report_on(self, upload: RmaImport) -> UploadReport:
        (rows, number), is_done = _answers(upload), upload.job is not None
        failed = [row for row in rows if row["Result"] == RmaOutcome.FAILED]
        s = "" if number == 1 else "s"
        return UploadReport(
            title="What the import did" if is_done else "What an import would do",
            figures=[
                ReportFigure("RMAs created" if is_done else "RMAs to be created", number),
                ReportFigure("Lines on them", len(rows) - len(failed)),
                ReportFigure(
                    "Lines failed" if is_done else "Lines with an error", len(failed), is_bad=True
                ),
            ],
            remark="" if is_done else _remark(failed),
            tables=_tables(rows if is_done else failed, is_done=is_done),
            commit_label=f"Create {number} RMA{s}" if number and not is_done else "",
            has_rows=True,
            has_failed=bool(failed),
        )

    @transaction.atomic
    def commit(self, upload: RmaImport, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Import the file in a job, or say why not. Pressed twice, it is one job."""
        locked = RmaImport.objects.select_for_update(of=("self",))
        return self.start(IMPORT_RMAS, locked.get(pk=upload.pk), by=by)


RMA_FILES = RmaFiles()


def _answers(upload: RmaImport) -> tuple[list[dict[str, str]], int]:
    """Each line with what became, or would become, of it; and the number of RMAs."""
    if upload.job is not None:
        rows = upload.answers
        return rows, len({row["RMA ID"] for row in rows if row["RMA ID"]})
    results = read_rma_rows(upload)
    number = len(decide(upload.company, results))
    return [result.as_dict() for result in results], number


def _remark(failed: Sequence[dict[str, str]]) -> str:
    errors = (
        " Orders with an error in any of their lines are left out; mend those lines and upload "
        "them again: what is on an RMA already cannot come twice."
    )
    return "Nothing was created yet." + (errors if failed else "")


def _tables(rows: Sequence[dict[str, str]], *, is_done: bool) -> list[ReportTable]:
    cells = [
        [
            ReportCell(row["Line"]),
            ReportCell(row["Channel Order #"] or row["Order ID"]),
            ReportCell(row["SKU"]),
            ReportCell(f"RMA# {row['RMA ID']}", reverse("rma_detail", args=[row["RMA ID"]]))
            if row["RMA ID"]
            else ReportCell(row["Error"]),
        ]
        for row in rows
    ]
    title = "Line by line" if is_done else "Lines with an error"
    headings = ("Line", "Order", "SKU", "Result")
    return [ReportTable(title=title, headings=headings, rows=cells)] if cells else []
