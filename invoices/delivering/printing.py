"""Printing one order, at once; see `invoices.delivering.print_many` for many."""

from django.contrib.auth.models import AbstractBaseUser

from core.refusals import Refused
from invoices.document import Document
from invoices.drawing.pdf_workers import draw_one
from invoices.drawing.renderers.task import CannotDraw
from invoices.issuing.building import rma_slip
from invoices.issuing.filing import DamagedDocument, DrawingTasks, content_of, file_one
from invoices.issuing.issuing import CannotIssue, issue_invoices
from invoices.issuing.order_facts import facts_of, settings_of, with_everything
from invoices.issuing.packing import packing_slip, why_not_pack
from invoices.models import IssuedDocument
from orders.models import Order, Package, Rma
from orders.returns.rmas import why_not_send_slip
from orders.state.printed import note_printed
from settings.models import Company


class CannotPrint(Refused):
    """The order cannot be printed. The message says why, and what to do."""


def print_invoice(order: Order, *, by: AbstractBaseUser) -> IssuedDocument:
    """The order's invoice, issued and drawn where it was not yet. Raises `CannotPrint`."""
    row = ready_invoice(order, by=by)
    try:
        content_of(row)
    except DamagedDocument as reason:
        raise CannotPrint(str(reason)) from reason
    note_printed([order.pk], by=by)
    return row


def ready_invoice(order: Order, *, by: AbstractBaseUser | None) -> IssuedDocument:
    """The order's invoice with its file, without counting it as printed. Raises `CannotPrint`."""
    rows, refusals = issue_invoices(order.company, [order.pk], by=by)
    if refusals:
        raise CannotPrint(refusals[order.pk])
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


def slip_of(order: Order, package: Package | None = None) -> bytes:
    """The packing slip of what is to go, or of a package, drawn again. Raises `CannotPrint`."""
    if reason := why_not_pack(order):
        raise CannotPrint(reason)
    read = with_everything(Order.objects.filter(pk=order.pk)).get()
    facts = facts_of(read, settings_of(order.company))
    return _drawn(order.company, packing_slip(facts, package))


def rma_slip_of(rma: Rma) -> bytes:
    """The slip of an RMA, drawn again: the number on it is the RMA's. Raises `CannotPrint`."""
    if reason := why_not_send_slip(rma):
        raise CannotPrint(reason)
    company = rma.order.company
    read = with_everything(Order.objects.filter(pk=rma.order_id)).get()
    returned = list(rma.lines.select_related("line"))
    return _drawn(company, rma_slip(facts_of(read, settings_of(company)), rma, returned))


def _drawn(company: Company, document: Document) -> bytes:
    try:
        return draw_one(DrawingTasks(company).task(document)).pdf
    except CannotDraw as reason:
        raise CannotPrint(str(reason)) from reason
