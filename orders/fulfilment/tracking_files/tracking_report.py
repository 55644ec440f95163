"""What the page says of a tracking file: before the import, and after it."""

from collections import Counter
from collections.abc import Sequence

from django.urls import reverse

from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome
from orders.models import TrackingImport
from uploads.reports import MOST_SHOWN, ReportCell, ReportFigure, ReportTable, UploadReport

_REASONS = ("Line", "Order", "Tracking Number", "Reason")
_GOOD = ("Line", "Order", "Customer", "Ship To", "Tracking Number", "What leaves")

# A page stays small: what is fine needs no more than a look.
MOST_GOOD = 60

Answers = Sequence[dict[str, str]]


def report_on(upload: TrackingImport, *, may_commit: bool) -> UploadReport:
    """The kept answers of `upload` as figures and tables."""
    answers, is_done = upload.answers, upload.job is not None
    numbers = Counter(row["Result"] for row in answers)
    failed = _of(answers, TrackingOutcome.FAILED)
    shipped = numbers[TrackingOutcome.SHIPPED]
    s = "" if shipped == 1 else "s"
    return UploadReport(
        title="What the import did" if is_done else "What an import would do",
        figures=[
            ReportFigure("Ship Confirmed" if is_done else "To be Ship Confirmed", shipped),
            ReportFigure("Here already", numbers[TrackingOutcome.ALREADY]),
            ReportFigure("Skipped", numbers[TrackingOutcome.SKIPPED]),
            ReportFigure("Failed" if is_done else "With an error", len(failed), is_bad=True),
            ReportFigure("To look at", len(_odd(answers))),
        ],
        remark="" if is_done else _remark(failed),
        tables=_tables(answers, is_done=is_done, is_typed=bool(upload.reading.get("is_typed"))),
        commit_label=f"Import {shipped} line{s}" if may_commit and shipped else "",
        has_rows=bool(answers),
        has_failed=bool(failed),
    )


def _of(answers: Answers, outcome: TrackingOutcome) -> list[dict[str, str]]:
    return [row for row in answers if row["Result"] == outcome]


def _odd(answers: Answers) -> list[dict[str, str]]:
    """The lines that are imported and say something all the same."""
    fine = (TrackingOutcome.SHIPPED, TrackingOutcome.ALREADY)
    return [row for row in answers if row["Result"] in fine and row["Reason"]]


def _remark(failed: Answers) -> str:
    errors = (
        " Lines with an error are left out; mend them and upload the file again: lines that are "
        "here already change nothing."
    )
    return "Nothing was shipped yet." + (errors if failed else "")


def _tables(answers: Answers, *, is_done: bool, is_typed: bool) -> list[ReportTable]:
    skipped = "To ship without tracking number, choose that in Actions." if is_typed else ""
    good = "Ship Confirmed" if is_done else "To be Ship Confirmed"
    tables = [
        _reasons(
            "Failed" if is_done else "Lines with an error", _of(answers, TrackingOutcome.FAILED)
        ),
        _reasons("To look at", _odd(answers), "They are imported. Compare them with the labels."),
        _reasons("Skipped", _of(answers, TrackingOutcome.SKIPPED), skipped),
        _leaving(good, _of(answers, TrackingOutcome.SHIPPED)),
        _reasons("Here already", _of(answers, TrackingOutcome.ALREADY)),
    ]
    return [table for table in tables if table.rows]


def _reasons(title: str, answers: Answers, help: str = "") -> ReportTable:
    rows = [
        [
            ReportCell(row["Line"]),
            _order_cell(row),
            ReportCell(row["Tracking Number"]),
            ReportCell(row["Reason"]),
        ]
        for row in answers[:MOST_SHOWN]
    ]
    return ReportTable(title=title, headings=_REASONS, rows=rows, help=help, total=len(answers))


def _leaving(title: str, answers: Answers) -> ReportTable:
    rows = [
        [
            ReportCell(row["Line"]),
            _order_cell(row),
            ReportCell(row.get("Customer", "")),
            ReportCell(row.get("Ship To", "")),
            ReportCell(row["Tracking Number"]),
            ReportCell(row.get("What", "")),
        ]
        for row in answers[:MOST_GOOD]
    ]
    return ReportTable(title=title, headings=_GOOD, rows=rows, total=len(answers))


def _order_cell(row: dict[str, str]) -> ReportCell:
    """The order as staff know it; a link where the line found one."""
    ours, theirs = row["Order ID"], row["Channel Order #"]
    text = f"{ours} (#{theirs})" if ours and theirs and ours != theirs else ours or theirs
    is_found = ours.isdecimal() and "Customer" in row
    return ReportCell(text, reverse("order_detail", args=[ours]) if is_found else "")
