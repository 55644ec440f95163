"""What the page says of a tracking file: before the import, and after it."""

from collections import Counter
from collections.abc import Sequence

from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome
from orders.models import TrackingImport
from uploads.reports import ReportCell, ReportFigure, ReportTable, UploadReport

_HEADINGS = ("Line", "Order", "Tracking Number", "Reason")


def report_on(upload: TrackingImport, *, may_commit: bool) -> UploadReport:
    """The kept answers of `upload` as figures and tables."""
    answers, is_done = upload.answers, upload.job is not None
    numbers = Counter(row["Result"] for row in answers)
    failed = [row for row in answers if row["Result"] == TrackingOutcome.FAILED]
    odd = [row for row in answers if row["Result"] != TrackingOutcome.FAILED and row["Reason"]]
    shipped = numbers[TrackingOutcome.SHIPPED]
    return UploadReport(
        title="What the import did" if is_done else "What an import would do",
        figures=[
            ReportFigure("Ship Confirmed" if is_done else "To be Ship Confirmed", shipped),
            ReportFigure("Here already", numbers[TrackingOutcome.ALREADY]),
            ReportFigure("Failed" if is_done else "With an error", len(failed), is_bad=True),
            ReportFigure("Odd tracking numbers", len(odd)),
        ],
        remark="" if is_done else _remark(failed),
        tables=_tables(failed, odd, is_done=is_done),
        commit_label=f"Import {shipped} line{'' if shipped == 1 else 's'}"
        if may_commit and shipped
        else "",
        has_rows=bool(answers),
        has_failed=bool(failed),
    )


def _remark(failed: Sequence[dict[str, str]]) -> str:
    errors = (
        " Lines with an error are left out; mend them and upload the file again: lines that are "
        "here already change nothing."
    )
    return "Nothing was shipped yet." + (errors if failed else "")


def _tables(
    failed: Sequence[dict[str, str]], odd: Sequence[dict[str, str]], *, is_done: bool
) -> list[ReportTable]:
    tables = []
    if failed:
        title = "Failed" if is_done else "Lines with an error"
        tables.append(ReportTable(title=title, headings=_HEADINGS, rows=_rows(failed)))
    if odd:
        tables.append(
            ReportTable(
                title="Odd tracking numbers",
                help="They are imported. Compare them with the labels.",
                headings=_HEADINGS,
                rows=_rows(odd),
            )
        )
    return tables


def _rows(answers: Sequence[dict[str, str]]) -> list[list[ReportCell]]:
    return [
        [
            ReportCell(row["Line"]),
            ReportCell(row["Channel Order #"] or row["Order ID"]),
            ReportCell(row["Tracking Number"]),
            ReportCell(row["Reason"]),
        ]
        for row in answers
    ]
