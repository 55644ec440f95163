"""Import Tracking: files of tracking numbers, and what Ship Orders typed."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome
from orders.fulfilment.tracking_files.tracking_headings import NAMES
from orders.fulfilment.tracking_files.tracking_report import report_on
from orders.fulfilment.tracking_files.tracking_row import TrackingColumn
from orders.job_kinds import CHECK_TRACKING, IMPORT_TRACKING
from orders.models import TrackingImport
from settings.models import Company
from settings.rights import Right
from uploads.keeping import keep_lines
from uploads.kinds import Committed, UploadKind
from uploads.reports import UploadReport


class TrackingFiles(UploadKind[TrackingImport]):
    """Lines that name an order and a tracking number; looked through and imported by jobs."""

    name = "tracking"
    title = "Import Tracking"
    model = TrackingImport
    right = Right.SHIP
    columns = TrackingColumn
    heading_words = NAMES
    most_lines = 50_000
    about = "orders/fulfilment/_about_tracking_files.html"
    upload_url, detail_url = "tracking_upload", "tracking_import"
    rows_url = "tracking_import_rows"
    check_job = CHECK_TRACKING
    columns_remark = (
        "Lines of one order with the same tracking number are one package; without SKU a line "
        "ships everything that is left."
    )

    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        if TrackingColumn.TRACKING_NUMBER not in columns:
            return "Choose the column that holds the Tracking Number."
        if not columns.keys() & {TrackingColumn.ORDER_ID, TrackingColumn.CHANNEL_ORDER}:
            return "Choose the column that names the order: Order ID or Channel Order #."
        return ""

    def report_on(self, upload: TrackingImport) -> UploadReport:
        return report_on(upload, may_commit=not self.why_not_commit(upload))

    def rows(self, upload: TrackingImport, *, only_failed: bool) -> list[dict[str, str]]:
        return [
            {**row, "Result": TrackingOutcome(row["Result"]).label}
            for row in upload.answers
            if row["Result"] == TrackingOutcome.FAILED or not only_failed
        ]

    @transaction.atomic
    def commit(self, upload: TrackingImport, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Import the file in a job, or say why not. Pressed twice, it is one job."""
        locked = TrackingImport.objects.select_for_update(of=("self",)).select_related("check_job")
        current = locked.get(pk=upload.pk)
        if reason := self.why_not_commit(current):
            return Committed(reason, is_refused=True)
        current.job = self.submit(IMPORT_TRACKING, current, by=by)
        current.save(update_fields=["job"])
        return Committed()


TRACKING_FILES = TrackingFiles()


@transaction.atomic
def ship_typed(
    company: Company, rows: Sequence[Mapping[str, str]], *, by: AbstractBaseUser
) -> TrackingImport:
    """Ship Orders: ship what a person typed, a row for each order, texts by column, in a job."""
    columns = list(TrackingColumn.values)
    lines = [
        (number, [row.get(column, "") for column in columns])
        for number, row in enumerate(rows, start=1)
    ]
    upload = keep_lines(
        TRACKING_FILES,
        company,
        TrackingColumn.labels,
        lines,
        {column: place for place, column in enumerate(columns)},
        name=f"Ship Orders: {len(rows)} orders",
        by=by,
        may_lack_numbers=True,
    )
    upload.job = TRACKING_FILES.submit(IMPORT_TRACKING, upload, by=by)
    upload.save(update_fields=["job"])
    return upload
