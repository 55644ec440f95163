"""A tracking file from its upload to its jobs."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.packing import pack
from core.tables import Line, UnreadableTable, read_table
from jobs.kinds import JobKind
from jobs.models import Job
from jobs.queue import JobDetails, submit
from orders.files.columns import guess
from orders.fulfilment.tracking_files.columns import NAMES, remember, remembered_by
from orders.fulfilment.tracking_files.rows import Column
from orders.job_kinds import CHECK_TRACKING, IMPORT_TRACKING
from orders.models import TrackingImport
from settings.models import Company
from settings.rights import Right

MOST_LINES = 50_000


def keep_upload(
    company: Company, content: bytes, *, name: str, by: AbstractBaseUser
) -> TrackingImport:
    """Keep a file, with its columns guessed. Raises `UnreadableTable`."""
    headings, lines = read_table(content, name, most_lines=MOST_LINES)
    if not any(headings):
        raise UnreadableTable("The first line of the file must name the columns.")
    columns = guess(headings, NAMES, remembered_by(company, by))
    return keep_lines(company, headings, lines, columns, name=name, by=by)


def keep_lines(
    company: Company,
    headings: Sequence[str],
    lines: Sequence[Line],
    columns: Mapping[str, int],
    *,
    name: str,
    by: AbstractBaseUser,
    may_lack_numbers: bool = False,
) -> TrackingImport:
    """Keep lines whose columns are known; files that nobody imported go after a day."""
    TrackingImport.forget_unused()
    return TrackingImport.objects.create(
        company=company,
        uploaded_by_id=by.pk,
        file_name=name[-250:],
        headings=list(headings),
        columns=dict(columns),
        packed_lines=pack({"lines": [list(line) for line in lines]}),
        number_of_lines=len(lines),
        may_lack_numbers=may_lack_numbers,
    )


def why_not_check(columns: Mapping[str, int]) -> str:
    """What the choice of columns lacks, as a sentence; '' when nothing."""
    if Column.TRACKING_NUMBER not in columns:
        return "Choose the column that holds the Tracking Number."
    if Column.ORDER_ID not in columns and Column.CHANNEL_ORDER not in columns:
        return "Choose the column that names the order: Order ID or Channel Order #."
    if len(set(columns.values())) < len(columns):
        return "A column of the file can be only one thing."
    return ""


def why_not_import(upload: TrackingImport) -> str:
    """Why the file cannot be imported now, as a sentence; '' when it can."""
    if upload.job is not None:
        return "The file has been imported already."
    if upload.check_job is None or upload.check_job.is_active:
        return "The file has not been looked through yet."
    if upload.check_job.error:
        return "The file could not be looked through. Check it again."
    return ""


@transaction.atomic
def start_check(upload: TrackingImport, columns: Mapping[str, int], *, by: AbstractBaseUser) -> Job:
    """Have the file looked through with `columns`, which are remembered for the next one."""
    remember(upload.company, by, upload.headings, columns)
    upload.columns, upload.check_job = dict(columns), _submit(CHECK_TRACKING, upload, by)
    upload.packed_answers = None
    upload.save(update_fields=["columns", "check_job", "packed_answers"])
    return upload.check_job


@transaction.atomic
def start_import(upload: TrackingImport, *, by: AbstractBaseUser) -> str:
    """Import the file; or the reason why not. Pressed twice, it is one job."""
    locked = TrackingImport.objects.select_for_update(of=("self",)).select_related("check_job")
    current = locked.get(pk=upload.pk)
    if reason := why_not_import(current):
        return reason
    current.job = _submit(IMPORT_TRACKING, current, by)
    current.save(update_fields=["job"])
    return ""


@transaction.atomic
def ship_typed(
    company: Company, rows: Sequence[Mapping[str, str]], *, by: AbstractBaseUser
) -> TrackingImport:
    """Ship Orders: ship what a person typed, a row for each order, texts by column, in a job."""
    columns = list(Column.values)
    lines = [
        (number, [row.get(column, "") for column in columns])
        for number, row in enumerate(rows, start=1)
    ]
    places = {column: place for place, column in enumerate(columns)}
    headings, name = Column.labels, f"Ship Orders: {len(rows)} orders"
    upload = keep_lines(company, headings, lines, places, name=name, by=by, may_lack_numbers=True)
    upload.job = _submit(IMPORT_TRACKING, upload, by)
    upload.save(update_fields=["job"])
    return upload


def _submit(kind: JobKind, upload: TrackingImport, by: AbstractBaseUser) -> Job:
    details = JobDetails(lane=str(upload.pk), subject=upload.file_name[:100], right=Right.SHIP)
    parameters = {"tracking_import": upload.pk}
    return submit(kind, upload.company, by=by, parameters=parameters, details=details).job
