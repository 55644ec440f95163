"""The jobs of a tracking file: looking it through, and importing it."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from auditlog.context import set_actor

from jobs.models import Job
from jobs.progress import Progress
from orders.files.naming import BadRow, SkippedRow
from orders.fulfilment.tracking_files.catalogue import Catalogue
from orders.fulfilment.tracking_files.line_answers import answer_of_line, answer_of_rows
from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome, TrackingRowResult
from orders.fulfilment.tracking_files.ship_rows import batches, check_rows, ship_rows
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES, line_reading
from orders.fulfilment.tracking_files.tracking_row import TrackingRow, read_rows
from orders.models import TrackingImport
from uploads.columns import cells_by_column
from uploads.job_steps import asked_by, file_of

_Work = Callable[[Sequence[TrackingRow], Catalogue], list[TrackingRowResult]]


def run_check(job: Job, progress: Progress) -> None:
    """Say of each line what an import would do. Writes nothing on orders."""
    upload = file_of(job, TRACKING_FILES)
    _go_through(upload, progress, lambda rows, lists: check_rows(upload.company, rows, lists))


def run_import(job: Job, progress: Progress) -> None:
    """Ship Confirm what the file says, batch by batch.

    A batch that was written before a worker died says “Here already” the second time.
    """
    upload, by = file_of(job, TRACKING_FILES), asked_by(job, TRACKING_FILES, "ship orders")
    with set_actor(by):
        _go_through(
            upload, progress, lambda rows, lists: ship_rows(upload.company, rows, lists, by=by)
        )
    if progress.counts["failed"]:
        progress.say(
            f"{progress.counts['failed']} lines failed; the result says why.", is_error=True
        )


def _go_through(upload: TrackingImport, progress: Progress, work: _Work) -> None:
    rows, answers = _read(upload)
    catalogue, done = Catalogue(upload.company), len(answers)
    results: dict[int, list[TrackingRowResult]] = defaultdict(list)
    for batch in batches(rows):
        for result in work(batch, catalogue):
            results[result.row.number].append(result)
        progress.advance(done + len(results), upload.number_of_lines)
    for number, of_line in results.items():
        answers[number] = answer_of_rows(number, of_line)
        progress.count(warnings=any(one.warning for one in of_line))
    for answer in answers.values():
        progress.count(**{answer["Result"]: 1})
    upload.keep_answers([answers[number] for number in sorted(answers)])


def _read(upload: TrackingImport) -> tuple[list[TrackingRow], dict[int, dict[str, str]]]:
    """The rows of the file, and the answers to the lines that give none."""
    rows: list[TrackingRow] = []
    answers: dict[int, dict[str, str]] = {}
    how = line_reading(upload)
    for number, cells in upload.lines:
        texts = cells_by_column(cells, upload.columns)
        try:
            rows += read_rows(number, texts, how)
        except SkippedRow as reason:
            answers[number] = answer_of_line(number, texts, TrackingOutcome.SKIPPED, str(reason))
        except BadRow as bad:
            answers[number] = answer_of_line(number, texts, TrackingOutcome.FAILED, str(bad))
    return rows, answers
