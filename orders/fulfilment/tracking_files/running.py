"""The jobs of a tracking file: looking it through, and importing it."""

from collections.abc import Callable, Iterator, Sequence

from auditlog.context import set_actor

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.files.columns import cells_by_column
from orders.files.naming import BadRow
from orders.fulfilment.tracking_files.deciding import Answer, Catalogue, Result
from orders.fulfilment.tracking_files.rows import TrackingRow, read_row
from orders.fulfilment.tracking_files.shipping import batches, check_rows, ship_rows
from orders.models import TrackingImport
from settings.access import rights_of
from settings.rights import Right

_Work = Callable[[Sequence[TrackingRow], Catalogue], list[Answer]]


def run_check(job: Job, progress: Progress) -> None:
    """Say of each line what an import would do. Writes nothing on orders."""
    upload = _upload(job)
    _go_through(upload, progress, lambda rows, lists: check_rows(upload.company, rows, lists))


def run_import(job: Job, progress: Progress) -> None:
    """Ship Confirm what the file says, batch by batch.

    A batch that was written before a worker died says “Here already” the second time.
    """
    upload, by = _upload(job), job.submitted_by
    if by is None or not by.is_active or Right.SHIP not in rights_of(by, upload.company):
        raise JobFailed(
            "Who asked for this may not ship orders of this company any more. Somebody else must."
        )
    with set_actor(by):
        _go_through(
            upload, progress, lambda rows, lists: ship_rows(upload.company, rows, lists, by=by)
        )
    if progress.counts["failed"]:
        progress.say(
            f"{progress.counts['failed']} lines failed; the result says why.", is_error=True
        )


def _upload(job: Job) -> TrackingImport:
    uploads = TrackingImport.objects.filter(pk=job.parameters["tracking_import"])
    upload = uploads.select_related("company").first()
    if upload is None or upload.company_id != job.company_id:
        raise JobFailed("The file is not there any more. Upload it again.")
    return upload


def _go_through(upload: TrackingImport, progress: Progress, work: _Work) -> None:
    rows, answers = [], {}
    for number, texts in _texts(upload):
        try:
            rows.append(read_row(number, texts, may_lack_number=upload.may_lack_numbers))
        except BadRow as bad:
            answers[number] = _said(number, texts, Result.FAILED, str(bad))
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


def _as_dict(answer: Answer) -> dict[str, str]:
    row, order = answer.row, answer.order
    texts = {"channel_order": row.channel_order, "tracking_number": row.tracking_number}
    texts |= {"order_id": str(order.pk) if order else row.order_id}
    sentence = " ".join(filter(None, [answer.sentence, answer.warning]))
    return _said(row.number, texts, answer.result, sentence)


def _said(number: int, texts: dict[str, str], result: Result, sentence: str) -> dict[str, str]:
    return {
        "Line": str(number),
        "Order ID": texts.get("order_id", ""),
        "Channel Order #": texts.get("channel_order", ""),
        "Tracking Number": texts.get("tracking_number", ""),
        "Result": result.value,
        "Reason": sentence,
    }
