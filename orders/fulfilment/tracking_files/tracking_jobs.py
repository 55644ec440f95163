"""The jobs of a tracking file: looking it through, and importing it."""

from collections.abc import Callable, Iterator, Sequence

from auditlog.context import set_actor

from jobs.models import Job
from jobs.progress import Progress
from orders.files.naming import BadRow
from orders.fulfilment.tracking_files.rows_to_parcels import (
    Catalogue,
    TrackingOutcome,
    TrackingRowResult,
)
from orders.fulfilment.tracking_files.shipping import batches, check_rows, ship_rows
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.fulfilment.tracking_files.tracking_row import TrackingRow, read_row
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
    rows, answers = [], {}
    for number, texts in _texts(upload):
        try:
            rows.append(read_row(number, texts, may_lack_number=upload.may_lack_numbers))
        except BadRow as bad:
            answers[number] = _said(number, texts, TrackingOutcome.FAILED, str(bad))
            progress.count(failed=1)
    catalogue, done = Catalogue(), len(answers)
    for batch in batches(rows):
        for answer in work(batch, catalogue):
            answers[answer.row.number] = _as_dict(answer)
            progress.count(**{answer.result.value: 1}, warnings=bool(answer.warning))
        done += len(batch)
        progress.advance(done, upload.number_of_lines)
    upload.keep_answers([answers[number] for number in sorted(answers)])


def _texts(upload: TrackingImport) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in upload.lines:
        yield number, cells_by_column(cells, upload.columns)


def _as_dict(answer: TrackingRowResult) -> dict[str, str]:
    row, order = answer.row, answer.order
    texts = {"channel_order": row.channel_order, "tracking_number": row.tracking_number}
    texts |= {"order_id": str(order.pk) if order else row.order_id}
    sentence = " ".join(filter(None, [answer.sentence, answer.warning]))
    return _said(row.number, texts, answer.result, sentence)


def _said(
    number: int, texts: dict[str, str], result: TrackingOutcome, sentence: str
) -> dict[str, str]:
    return {
        "Line": str(number),
        "Order ID": texts.get("order_id", ""),
        "Channel Order #": texts.get("channel_order", ""),
        "Tracking Number": texts.get("tracking_number", ""),
        "Result": result.value,
        "Reason": sentence,
    }
