"""Printing many orders: issued part by part, drawn by the press meanwhile, read in their order.

An order counts as printed when it goes into the file, not when it is drawn: a print that somebody
cancels half-way has printed nothing, and finds its documents drawn when it is begun again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.auth.models import AbstractBaseUser

from core.parts import in_parts
from invoices.building import packing_slip
from invoices.document import Kind
from invoices.filing import Artist, Damaged, content_of, file_outcome
from invoices.issuing import document_of, issue_invoices
from invoices.models import IssuedDocument
from invoices.press import Press
from invoices.reading import facts_of, settings_of, with_everything
from invoices.renderers.task import Drawn, Failed, Task
from orders.models import Order
from orders.state.printed import note_printed
from settings.models import Company

# So many orders are read and issued together; the first ones are few, so that drawing begins soon.
PART, FIRST_PART = 25, 4
# So many are read back together.
SHELF = 250

Failures = dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A document of a print, under the name that its file has in a ZIP."""

    order_id: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What is printed, by whom; `advance` is told how many orders are done.

    What fails is left out of the print and noted in `failures`, by order id.
    """

    company: Company
    order_ids: Sequence[int]
    kind: Kind
    by: AbstractBaseUser | None
    advance: Callable[[int], None]
    failures: Failures = field(default_factory=dict)


def print_many(wish: Print, press: "Press[int]") -> Iterator[Printed]:
    """The documents of the company's orders, in the order of `order_ids`."""
    return _invoices(wish, press) if wish.kind is Kind.INVOICE else _slips(wish, press)


def _invoices(wish: Print, press: "Press[int]") -> Iterator[Printed]:
    drawing = _Drawing(wish)
    for order_id, outcome in press.draw_all(drawing.tasks()):
        if problem := file_outcome(drawing.undrawn.pop(order_id), outcome):
            wish.failures[order_id] = problem
        wish.advance(drawing.done)
    press.close()  # its memory is free for joining
    for shelf in in_parts(wish.order_ids, SHELF):
        issued = IssuedDocument.objects.invoices().filter(order_id__in=shelf).defer("facts")
        rows = {row.order_id: row for row in issued.select_related("company")}
        read = []
        for pk in shelf:
            if pk not in rows or pk in wish.failures:
                continue
            try:
                content = content_of(rows[pk])
            except Damaged as reason:
                wish.failures[pk] = str(reason)
                continue
            read.append(pk)
            yield Printed(order_id=pk, name=rows[pk].file_name, content=content)
        note_printed(read, by=wish.by)
    wish.advance(len(wish.order_ids))


class _Drawing:
    """Issues the orders of a print part by part, and knows which of them are still to be drawn."""

    def __init__(self, wish: Print) -> None:
        self._wish = wish
        self._issued = 0
        self.undrawn: dict[int, IssuedDocument] = {}

    @property
    def done(self) -> int:
        """How many orders were issued and have nothing left to draw."""
        return self._issued - len(self.undrawn)

    def tasks(self) -> Iterator[tuple[int, Task]]:
        """What is to be drawn, by order id; a part is issued when its first task is asked for."""
        wish, artist = self._wish, Artist(self._wish.company)
        first, rest = wish.order_ids[:FIRST_PART], wish.order_ids[FIRST_PART:]
        for part in chain([first], in_parts(rest, PART)):
            rows, obstacles = issue_invoices(wish.company, part, by=wish.by)
            wish.failures.update(obstacles)
            missing = {row.order_id: row for row in rows if not row.file}
            self.undrawn |= missing
            self._issued += len(part)
            for row in missing.values():
                yield row.order_id, artist.task(document_of(row))


def _slips(wish: Print, press: "Press[int]") -> Iterator[Printed]:
    done = 0
    for part in in_parts(wish.order_ids, PART):
        outcomes: dict[int, Drawn | Failed] = {}
        for pk, outcome in press.draw_all(_slip_tasks(wish.company, part)):
            outcomes[pk] = outcome
            done += 1
            wish.advance(done)
        for pk in part:
            outcome_of_it = outcomes.get(pk)
            if isinstance(outcome_of_it, Drawn):
                name = f"packing-slip-{pk}.pdf"
                yield Printed(order_id=pk, name=name, content=outcome_of_it.pdf)
            elif outcome_of_it is not None:
                wish.failures[pk] = outcome_of_it.sentence
    wish.advance(len(wish.order_ids))


def _slip_tasks(company: Company, order_ids: Sequence[int]) -> Iterator[tuple[int, Task]]:
    ours = Order.objects.for_company(company).filter(pk__in=order_ids)
    settings, artist = settings_of(company), Artist(company)
    for order in with_everything(ours):
        yield order.pk, artist.task(packing_slip(facts_of(order, settings)))
