"""Printing many orders: issued part by part, drawn by PDF workers meanwhile, read in their order.

An order counts as printed when it goes into the file, not when it is drawn: a print that somebody
cancels half-way has printed nothing, and finds its documents drawn when it is begun again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.auth.models import AbstractBaseUser

from core.parts import in_parts
from invoices.document import DocumentKind
from invoices.drawing.pdf_workers import PdfWorkers
from invoices.drawing.renderers.task import DrawingFailure, DrawingTask, DrawnPdf
from invoices.issuing.filing import DamagedDocument, DrawingTasks, content_of, file_outcome
from invoices.issuing.issuing import document_of, issue_invoices
from invoices.issuing.order_facts import facts_of, settings_of, with_everything
from invoices.issuing.packing import packing_slip, why_not_pack
from invoices.models import IssuedDocument
from orders.models import Order
from orders.state.printed import note_printed
from settings.models import Company

# So many orders are read and issued together; the first ones are few, so that drawing begins soon.
PART, FIRST_PART = 25, 4
# So many are read back together.
SHELF = 250

PrintFailures = dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDocument:
    """A document of a print: `name` in a ZIP, `title` as a bookmark of a joined file."""

    order_id: int
    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintBatch:
    """What is printed, by whom; `advance` is told how many orders are done.

    What fails is left out of the print and noted in `failures`, by order id.
    """

    company: Company
    order_ids: Sequence[int]
    kind: DocumentKind
    by: AbstractBaseUser | None
    advance: Callable[[int], None]
    failures: PrintFailures = field(default_factory=dict)


def print_many(batch: PrintBatch, workers: "PdfWorkers[int]") -> Iterator[PrintedDocument]:
    """The documents of the company's orders, in the order of `order_ids`."""
    return (
        _invoices(batch, workers) if batch.kind is DocumentKind.INVOICE else _slips(batch, workers)
    )


def _invoices(batch: PrintBatch, workers: "PdfWorkers[int]") -> Iterator[PrintedDocument]:
    drawing = _Drawing(batch)
    for order_id, outcome in workers.draw_all(drawing.tasks()):
        if problem := file_outcome(drawing.undrawn.pop(order_id), outcome):
            batch.failures[order_id] = problem
        batch.advance(drawing.done)
    workers.close()  # its memory is free for joining
    for shelf in in_parts(batch.order_ids, SHELF):
        issued = IssuedDocument.objects.invoices().filter(order_id__in=shelf).defer("facts")
        rows = {row.order_id: row for row in issued.select_related("company")}
        read = []
        for pk in shelf:
            if pk not in rows or pk in batch.failures:
                continue
            try:
                content = content_of(rows[pk])
            except DamagedDocument as reason:
                batch.failures[pk] = str(reason)
                continue
            read.append(pk)
            yield PrintedDocument(
                order_id=pk, name=rows[pk].file_name, title=str(rows[pk]), content=content
            )
        note_printed(read, by=batch.by)
    batch.advance(len(batch.order_ids))


class _Drawing:
    """Issues the orders of a print part by part, and knows which of them are still to be drawn."""

    def __init__(self, batch: PrintBatch) -> None:
        self._batch = batch
        self._issued = 0
        self.undrawn: dict[int, IssuedDocument] = {}

    @property
    def done(self) -> int:
        """How many orders were issued and have nothing left to draw."""
        return self._issued - len(self.undrawn)

    def tasks(self) -> Iterator[tuple[int, DrawingTask]]:
        """What is to be drawn, by order id; a part is issued when its first task is asked for."""
        batch, artist = self._batch, DrawingTasks(self._batch.company)
        first, rest = batch.order_ids[:FIRST_PART], batch.order_ids[FIRST_PART:]
        for part in chain([first], in_parts(rest, PART)):
            rows, refusals = issue_invoices(batch.company, part, by=batch.by)
            batch.failures.update(refusals)
            missing = {row.order_id: row for row in rows if not row.file}
            self.undrawn |= missing
            self._issued += len(part)
            for row in missing.values():
                yield row.order_id, artist.task(document_of(row))


def _slips(batch: PrintBatch, workers: "PdfWorkers[int]") -> Iterator[PrintedDocument]:
    done = 0
    for part in in_parts(batch.order_ids, PART):
        outcomes: dict[int, DrawnPdf | DrawingFailure] = {}
        for pk, outcome in workers.draw_all(_slip_tasks(batch, part)):
            outcomes[pk] = outcome
            done += 1
            batch.advance(done)
        for pk in part:
            outcome_of_it = outcomes.get(pk)
            if isinstance(outcome_of_it, DrawnPdf):
                yield PrintedDocument(
                    order_id=pk,
                    name=f"packing-slip-{pk}.pdf",
                    title=f"Packing slip {pk}",
                    content=outcome_of_it.pdf,
                )
            elif outcome_of_it is not None:
                batch.failures[pk] = outcome_of_it.sentence
    batch.advance(len(batch.order_ids))


def _slip_tasks(batch: PrintBatch, order_ids: Sequence[int]) -> Iterator[tuple[int, DrawingTask]]:
    company = batch.company
    ours = Order.objects.for_company(company).filter(pk__in=order_ids)
    settings, artist = settings_of(company), DrawingTasks(company)
    for order in with_everything(ours):
        if reason := why_not_pack(order):
            batch.failures[order.pk] = reason
            continue
        yield order.pk, artist.task(packing_slip(facts_of(order, settings)))
