"""Printing orders: at once from Order Details, many as a job."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from core.parts import in_parts
from invoices.building import packing_slip, rma_slip
from invoices.document import Document, Kind
from invoices.filing import Artist, Damaged, content_of, file_all, file_one
from invoices.issuing import CannotIssue, issue_invoices
from invoices.models import IssuedDocument
from invoices.press import Press, draw_one
from invoices.reading import facts_of, settings_of, with_everything
from invoices.renderers.task import CannotDraw, Drawn, Failed
from orders.actions.printed import note_printed
from orders.actions.rmas import slip_obstacle
from orders.models import Order, Rma
from settings.models import Company

# So many orders are read, issued and drawn together: enough for every process of the press, few
# enough for a small memory and for progress that moves.
PART = 50

Failures = dict[int, str]


class CannotPrint(Exception):
    """The order cannot be printed. The message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A document of a print, under the name that its file has in a ZIP."""

    order_id: int
    name: str
    content: bytes


def print_invoice(order: Order, *, by: AbstractBaseUser) -> IssuedDocument:
    """The order's invoice, issued and drawn where it was not yet. Raises `CannotPrint`."""
    row = ready_invoice(order, by=by)
    try:
        content_of(row)
    except Damaged as reason:
        raise CannotPrint(str(reason)) from reason
    note_printed([order.pk], by=by)
    return row


def ready_invoice(order: Order, *, by: AbstractBaseUser | None) -> IssuedDocument:
    """The order's invoice with its file, without counting it as printed. Raises `CannotPrint`."""
    rows, obstacles = issue_invoices(order.company, [order.pk], by=by)
    if obstacles:
        raise CannotPrint(obstacles[order.pk])
    return filed(rows[0])


def filed(row: IssuedDocument) -> IssuedDocument:
    """The document with its file. Raises `CannotPrint`."""
    try:
        return file_one(row)
    except (CannotDraw, CannotIssue) as reason:
        raise CannotPrint(
            f"{row} has its number but could not be drawn. {reason} "
            "Look at Invoice Settings, then print again."
        ) from reason


def slip_of(order: Order) -> bytes:
    """The order's packing slip, drawn anew: it carries no number. Raises `CannotPrint`."""
    read = with_everything(Order.objects.filter(pk=order.pk)).get()
    return _drawn(order.company, packing_slip(facts_of(read, settings_of(order.company))))


def rma_slip_of(rma: Rma) -> bytes:
    """The slip of an RMA, drawn anew: the number on it is the RMA's. Raises `CannotPrint`."""
    if reason := slip_obstacle(rma):
        raise CannotPrint(reason)
    company = rma.order.company
    read = with_everything(Order.objects.filter(pk=rma.order_id)).get()
    returned = list(rma.lines.select_related("line"))
    return _drawn(company, rma_slip(facts_of(read, settings_of(company)), rma, returned))


def print_many(
    company: Company,
    order_ids: Sequence[int],
    kind: Kind,
    press: "Press[int]",
    *,
    by: AbstractBaseUser | None,
    advance: Callable[[int], None],
    failures: Failures,
) -> Iterator[Printed]:
    """The documents of the company's orders, in the order of `order_ids`.

    What fails is left out and noted in `failures`; `advance` is told how many orders are done.
    """
    done = 0
    for part in in_parts(order_ids, PART):

        def ended(count: int, before: int = done) -> None:
            advance(before + count)

        if kind is Kind.INVOICE:
            yield from _invoices(company, part, press, by, ended, failures)
        else:
            yield from _slips(company, part, press, ended, failures)
        done += len(part)
        advance(done)


def _drawn(company: Company, document: Document) -> bytes:
    try:
        return draw_one(Artist(company).task(document)).pdf
    except CannotDraw as reason:
        raise CannotPrint(str(reason)) from reason


def _invoices(
    company: Company,
    order_ids: Sequence[int],
    press: "Press[int]",
    by: AbstractBaseUser | None,
    ended: Callable[[int], None],
    failures: Failures,
) -> Iterator[Printed]:
    rows, obstacles = issue_invoices(company, order_ids, by=by)
    failures.update(obstacles)
    drawn = {row.order_id for row in rows if row.file}
    for row, problem in file_all(rows, press):
        drawn.add(row.order_id)
        if problem:
            failures[row.order_id] = problem
        ended(len(drawn))
    printed = []
    for row in rows:
        if row.order_id in failures:
            continue
        try:
            content = content_of(row)
        except Damaged as reason:
            failures[row.order_id] = str(reason)
            continue
        printed.append(row.order_id)
        yield Printed(order_id=row.order_id, name=row.file_name, content=content)
    note_printed(printed, by=by)


def _slips(
    company: Company,
    order_ids: Sequence[int],
    press: "Press[int]",
    ended: Callable[[int], None],
    failures: Failures,
) -> Iterator[Printed]:
    ours = Order.objects.for_company(company).filter(pk__in=order_ids)
    settings, artist = settings_of(company), Artist(company)
    tasks = [
        (order.pk, artist.task(packing_slip(facts_of(order, settings))))
        for order in with_everything(ours)
    ]
    outcomes: dict[int, Drawn | Failed] = {}
    for pk, outcome in press.draw_all(tasks):
        outcomes[pk] = outcome
        ended(len(outcomes))
    for pk in order_ids:
        outcome_of_it = outcomes.get(pk)
        if isinstance(outcome_of_it, Drawn):
            yield Printed(order_id=pk, name=f"packing-slip-{pk}.pdf", content=outcome_of_it.pdf)
        elif outcome_of_it is not None:
            failures[pk] = outcome_of_it.sentence
