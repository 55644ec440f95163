"""A file of RMAs from its upload to its job."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.packing import pack
from core.tables import UnreadableTable, read_table
from jobs.queue import JobDetails, submit
from orders.files.columns import cells_by_column, guess
from orders.files.naming import BadRow, read_numbers
from orders.job_kinds import IMPORT_RMAS
from orders.models import Reason, ReasonKind, RmaImport
from orders.returns.rma_files.deciding import Answer, decide
from orders.returns.rma_files.rows import NAMES, Column, read_row
from settings.models import Company
from settings.rights import Right

MOST_LINES = 5_000
_NUMBERS = (Column.ORDER_ID, Column.CHANNEL_ORDER)


def keep_upload(company: Company, content: bytes, *, name: str, by: AbstractBaseUser) -> RmaImport:
    """Keep a file until a person imports it. Raises `UnreadableTable`."""
    headings, lines = read_table(content, name, most_lines=MOST_LINES)
    columns = guess(headings, NAMES)
    if not columns.keys() & set(_NUMBERS):
        raise UnreadableTable(
            f"The first line must name the column “{Column.ORDER_ID.label}” or "
            f"“{Column.CHANNEL_ORDER.label}”. Download the sample to start from."
        )
    for column in (Column.SKU, Column.REASON):
        if column not in columns:
            raise UnreadableTable(
                f"The first line must name the column “{column.label}”. "
                "Download the sample to start from."
            )
    RmaImport.forget_unused()
    return RmaImport.objects.create(
        company=company,
        uploaded_by_id=by.pk,
        file_name=name[-250:],
        columns=columns,
        packed_lines=pack({"lines": [list(line) for line in lines]}),
        number_of_lines=len(lines),
    )


def read(upload: RmaImport) -> list[Answer]:
    """The lines of `upload`; those that cannot be read have their sentence already."""
    reasons = Reason.offered(upload.company_id, ReasonKind.RMA)
    answers = []
    for number, cells in upload.lines:
        answer = Answer(number, cells_by_column(cells, upload.columns))
        ours, theirs = (answer.texts.get(column, "") for column in _NUMBERS)
        try:
            answer.order_id, answer.channel_order = read_numbers(ours, theirs)
            answer.row = read_row(number, answer.texts, reasons)
        except BadRow as bad:
            answer.sentence = str(bad)
        answers.append(answer)
    return answers


def report_on(upload: RmaImport) -> tuple[list[Answer], int]:
    """What an import would do as things are now: each line, and how many RMAs. Reads only."""
    answers = read(upload)
    return answers, len(decide(upload.company, answers))


@transaction.atomic
def start_import(upload: RmaImport, *, by: AbstractBaseUser) -> str:
    """Import the file in a job; or the reason why not. Pressed twice, it is one job."""
    current = RmaImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if current.job_id:
        return "The file has been imported already."
    details = JobDetails(lane=str(current.pk), subject=current.file_name[:100], right=Right.EDIT)
    parameters = {"rma_import": current.pk}
    current.job = submit(
        IMPORT_RMAS, upload.company, by=by, parameters=parameters, details=details
    ).job
    current.save(update_fields=["job"])
    return ""
