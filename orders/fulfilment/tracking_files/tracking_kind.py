"""Import Tracking: files of tracking numbers, and what Ship Orders typed."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.plain_text import plain
from orders.files.amounts import unit_in
from orders.files.days import DayOrder, order_of_days
from orders.files.headings import OUR_ORDER_ID_NAMES
from orders.files.naming import OrderNumbers
from orders.fulfilment.tracking_files.line_answers import ANSWER_COLUMNS
from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome
from orders.fulfilment.tracking_files.tracking_headings import NAMES
from orders.fulfilment.tracking_files.tracking_report import report_on
from orders.fulfilment.tracking_files.tracking_row import LineReading, TrackingColumn
from orders.job_kinds import CHECK_TRACKING, IMPORT_TRACKING
from orders.models import TrackingImport
from settings.models import Company
from settings.rights import Right
from shipping.lookup import ServiceLookup, UnknownService
from shipping.models import ServiceWords, words_of
from uploads.keeping import keep_lines
from uploads.kinds import Committed, UploadKind
from uploads.reports import UploadReport

MOST_QUESTIONS = 40


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
        "ships everything that is left. Lines of void labels and lines without a tracking number "
        "are skipped."
    )
    choices = {
        "day_order": ("Days such as 11/5/2026", DayOrder),
        "order_numbers": ("The numbers under Order ID are", OrderNumbers),
    }

    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        if TrackingColumn.TRACKING_NUMBER not in columns:
            return "Choose the column that holds the Tracking Number."
        if not columns.keys() & {TrackingColumn.ORDER_ID, TrackingColumn.CHANNEL_ORDER}:
            return "Choose the column that names the order: Order ID or Channel Order #."
        return ""

    def page_above(self, upload: TrackingImport) -> tuple[str, str]:
        if upload.reading.get("is_typed"):
            return "Manage Orders", reverse("order_list")
        return super().page_above(upload)

    def report_on(self, upload: TrackingImport) -> UploadReport:
        return report_on(upload, may_commit=not self.why_not_commit(upload))

    def rows(self, upload: TrackingImport, *, only_failed: bool) -> list[dict[str, str]]:
        return [
            {name: row.get(name, "") for name in ANSWER_COLUMNS}
            | {"Result": TrackingOutcome(row["Result"]).label}
            for row in upload.answers
            if row["Result"] == TrackingOutcome.FAILED or not only_failed
        ]

    def questions(self, upload: TrackingImport) -> list[tuple[str, str, str]]:
        """Which service is meant by words that are not ours."""
        words = {
            (row["Carrier"], row["Service"]): row["Read As"]
            for row in upload.answers
            if row.get("Service")
        }
        return [
            (f"words_{place}", " ".join(filter(None, names)), read)
            for place, (names, read) in enumerate(sorted(words.items())[:MOST_QUESTIONS])
        ]

    def take_answers(self, upload: TrackingImport, answers: Mapping[str, str]) -> str:
        """Remember which services the company's files mean."""
        names = sorted(
            {(row["Carrier"], row["Service"]) for row in upload.answers if row.get("Service")}
        )
        lookup, meant = ServiceLookup.of_catalogue(), {}
        for place, (carrier, service) in enumerate(names[:MOST_QUESTIONS]):
            text = answers.get(f"words_{place}", "").strip()
            try:
                found = lookup.find(text) if text else None
            except UnknownService as unknown:
                return str(unknown)
            if found is not None:
                meant[words_of(carrier, service)] = found
        ServiceWords.remember(upload.company, meant)
        return ""

    def offered(self) -> Sequence[object]:
        return ServiceLookup.of_catalogue().choosable

    @transaction.atomic
    def commit(self, upload: TrackingImport, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Import the file in a job, or say why not. Pressed twice, it is one job."""
        locked = TrackingImport.objects.select_for_update(of=("self",)).select_related("check_job")
        return self.start(IMPORT_TRACKING, locked.get(pk=upload.pk), by=by)


TRACKING_FILES = TrackingFiles()


def line_reading(upload: TrackingImport) -> LineReading:
    """How the lines of `upload` are read: as its lines and its headings say, or as was chosen."""
    zone = upload.company.zone
    order = DayOrder(upload.reading.get("day_order", ""))
    at = upload.columns.get(TrackingColumn.SHIPPED_ON)
    if order == DayOrder.UNSETTLED and at is not None:
        days = (cells[at] for _, cells in upload.lines if at < len(cells))
        order = order_of_days(days, timezone.localdate(timezone=zone))
    # What Ship Orders typed before it skipped blank rows has our numbers.
    is_ours = upload.may_lack_numbers or (
        plain(_heading(upload, TrackingColumn.ORDER_ID)) in OUR_ORDER_ID_NAMES
    )
    whose = OrderNumbers.OURS if is_ours else OrderNumbers.FIND_OUT
    return LineReading(
        day_order=order,
        zone=zone,
        weight_unit=unit_in(_heading(upload, TrackingColumn.WEIGHT)),
        order_numbers=OrderNumbers(upload.reading.get("order_numbers") or whose),
        may_lack_number=upload.may_lack_numbers,
    )


def _heading(upload: TrackingImport, column: str) -> str:
    place = upload.columns.get(column, len(upload.headings))
    return upload.headings[place] if place < len(upload.headings) else ""


@transaction.atomic
def ship_typed(
    company: Company, rows: Sequence[Mapping[str, str]], *, by: AbstractBaseUser
) -> TrackingImport:
    """Ship Orders: ship what a person typed, a row for each order, texts by column, in a job.

    Rows without a tracking number are skipped; the result says so.
    """
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
        reading={"order_numbers": OrderNumbers.OURS.value, "is_typed": True},
    )
    upload.job = TRACKING_FILES.submit(IMPORT_TRACKING, upload, by=by)
    upload.save(update_fields=["job"])
    return upload
