"""Starting the job of an export, and doing it."""

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.http import QueryDict

from jobs.files import keep_file
from jobs.models import Job
from jobs.progress import JobFailed, Progress
from jobs.queue import JobDetails, Submission, submit
from orders.desk.bulk.selection import Selection
from orders.desk.bulk.starting import lane_of
from orders.desk.exporting.columns import LINE_COLUMNS, ORDER_COLUMNS, ExportColumn
from orders.desk.exporting.export_rows import export_rows_of
from orders.desk.exporting.writers import WRITERS, TableWriter
from orders.desk.listing.sorting import ListPlace, in_order
from orders.job_kinds import EXPORT_ORDERS
from settings.access import rights_of
from settings.models import Company
from settings.rights import Right

ORDERS_PER_BATCH = 2_000


def start_export(
    selection: Selection,
    companies: tuple[Company, ...],
    answers: dict[str, Any],
    *,
    by: AbstractBaseUser,
) -> Submission:
    """Queue an export of the selected orders of `companies`, at least one.

    `answers` has "format" (csv, xlsx), "rows" (orders, lines) and "columns", a list of keys.
    """
    parameters = {**answers, "selection": selection.as_parameters()}
    details = JobDetails(
        lane=lane_of({**parameters, "by": by.pk}),
        subject=f"{answers['rows'].title()}, {answers['format'].upper()}",
        other_companies=companies[1:],
    )
    return submit(EXPORT_ORDERS, companies[0], by=by, parameters=parameters, details=details)


def run_export(job: Job, progress: Progress) -> None:
    """Write the selected orders into the job's file, in the order of the list."""
    by, companies = _checked(job)
    selection = Selection.from_parameters(job.parameters["selection"])
    found = selection.orders(by, Right.VIEW).filter(company__in=companies)
    orders = in_order(found, ListPlace.of(QueryDict(selection.query)))
    total, kind = orders.count(), job.parameters["format"]
    with_lines = job.parameters["rows"] == "lines"
    columns = columns_of(job.parameters["columns"], with_lines=with_lines)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{job.parameters['rows']}-{job.pk}.{kind}"
        writer = WRITERS[kind](path, [column.label for column in columns])
        # The numbers alone are fixed at the beginning, by a cursor of the server.
        ids = orders.values_list("pk", flat=True).iterator(chunk_size=ORDERS_PER_BATCH)
        done = 0
        while batch := list(islice(ids, ORDERS_PER_BATCH)):
            progress.count(rows=_write(writer, batch, companies, columns, with_lines=with_lines))
            done += len(batch)
            progress.advance(min(done, total), total)
        writer.close()
        with path.open("rb") as file:
            keep_file(job, path.name, File(file, name=path.name))


def columns_of(keys: list[str], *, with_lines: bool) -> list[ExportColumn]:
    """The columns called `keys`, in that order; of lines, theirs come last."""
    by_key = {column.key: column for column in ORDER_COLUMNS}
    own = [by_key[key] for key in keys if key in by_key]
    return [*own, *LINE_COLUMNS] if with_lines else own


def _checked(job: Job) -> tuple[AbstractBaseUser, dict[int, Company]]:
    """Who asked for the export, and the companies. Raises `JobFailed`."""
    by = job.submitted_by
    if by is None or not by.is_active:
        raise JobFailed("Who asked for this has no account any more. Somebody else must ask.")
    companies = {company.pk: company for company in job.companies}
    for company in companies.values():
        if Right.VIEW not in rights_of(by, company):
            raise JobFailed(f"{by} does not have the right “{Right.VIEW.label}” at {company}.")
    return by, companies


def _write(
    writer: TableWriter,
    ids: list[int],
    companies: dict[int, Company],
    columns: list[ExportColumn],
    *,
    with_lines: bool,
) -> int:
    number = 0
    for row in export_rows_of(ids, companies, with_lines=with_lines):
        writer.write(column.value(row) for column in columns)
        number += 1
    return number
