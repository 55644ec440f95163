"""Preview: what an import would do now, order by order, without doing it."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from jobs.models import Job
from jobs.progress import JobFailed, Progress
from orders.admission import AdmissionRules
from orders.importing.course import Course
from orders.importing.reading import Batch, Reader
from orders.importing.runs import asked_for
from orders.importing.wanted import Wanted
from orders.intake import Sorted, changes_to, sort_out
from settings.models import Company
from stores.errors import StoreError
from stores.port import StoreOrder, UnreadableOrder
from stores.registry import open_store

# A list that somebody reads. The counts are of all orders, however many.
MOST_ROWS = 5_000


def run_preview(job: Job, progress: Progress) -> None:
    """Write into `job.result` what an import of `job.parameters` would do; writes no order.

    The result is {"rows": [...], "left_over": int}; a row has the keys number, outcome (created,
    updated, unchanged, skipped, failed, unknown), sentence, status, placed_at (ISO 8601 or None)
    and total (or None). Raises `JobFailed` with the store's sentence.
    """
    preview = _Preview(job.company, progress)
    try:
        with closing(open_store(job.company.connection)) as store:
            reader = Reader(job.company, store)
            wanted = Wanted.of(job.parameters)
            if wanted.is_everything_new:
                course = Course.of(job.company, store)
                shipped = course.shipments_since_last_run()
                preview.look_at(course.batches(reader))
                preview.look_at(reader.numbers(shipped))
            else:
                preview.look_at(asked_for(wanted, reader, job.company))
    except StoreError as error:
        raise JobFailed(error.sentence) from error
    finally:
        job.result = {"rows": preview.rows, "left_over": preview.left_over}
        job.save(update_fields=["result"])


class _Preview:
    """Collects what would become of orders."""

    def __init__(self, company: Company, progress: Progress) -> None:
        self._company = company
        self._rules = AdmissionRules.of(company.website_options)
        self._progress = progress
        self.rows: list[dict[str, Any]] = []
        self.left_over = 0

    def look_at(self, batches: Iterable[Batch]) -> None:
        """Look at every order of `batches`."""
        for batch in batches:
            self._progress.count(found=batch.listed, unchanged=batch.same)
            for row in self._rows_of(batch):
                self._add(row)
            self._progress.advance(batch.walked, batch.expected)

    def _add(self, row: dict[str, Any]) -> None:
        self._progress.count(**{row["outcome"]: 1})
        if len(self.rows) < MOST_ROWS:
            self.rows.append(row)
        else:
            self.left_over += 1

    def _rows_of(self, batch: Batch) -> Iterator[dict[str, Any]]:
        for number in batch.missing:
            yield _row(number, "unknown", "The store has no order with this number.")
        for order in batch.orders:
            if isinstance(order, UnreadableOrder):
                yield _row(order.store_order_id, "failed", order.sentence)
        readable = [order for order in batch.orders if isinstance(order, StoreOrder)]
        sorted_out = sort_out(self._company, readable, self._rules, lock=False)
        yield from _rows(self._company, sorted_out)


def _rows(company: Company, batch: Sorted) -> Iterator[dict[str, Any]]:
    for incoming in batch.created:
        yield _row_of(incoming.order, "created", "It would be imported.")
    sentences = changes_to(company, batch.updated)
    for order, incoming in batch.updated:
        yield _row_of(incoming.order, "updated", " ".join(sentences[order.pk]))
    for incoming in batch.unchanged:
        yield _row_of(incoming.order, "unchanged", "It is here and says nothing new.")
    for incoming, reason in [*batch.refused, *batch.left_alone]:
        yield _row_of(incoming.order, "skipped", reason.sentence)


def _row_of(order: StoreOrder, outcome: str, sentence: str) -> dict[str, Any]:
    return _row(
        order.store_order_id,
        outcome,
        sentence,
        status=order.status.name,
        placed_at=order.placed_at.isoformat(),
        total=str(order.totals.total),
    )


def _row(
    number: str,
    outcome: str,
    sentence: str,
    *,
    status: str = "",
    placed_at: str | None = None,
    total: str | None = None,
) -> dict[str, Any]:
    return {
        "number": number,
        "outcome": outcome,
        "sentence": sentence,
        "status": status,
        "placed_at": placed_at,
        "total": total,
    }
