"""Documents of a case's order: as they are printed, and issued as staff do it."""

from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pypdf

from invoices.delivering.printing import slip_of
from invoices.document import Document
from invoices.drawing.renderers.standard_invoice import draw
from invoices.drawing.sheet import sheet_of
from invoices.issuing.issuing import document_of, issue_credit_note, issue_invoices
from orders.models import Order, Refund, RefundLine
from settings.models import Company
from stores.port import StoreTotals
from tests.factories import an_order, some_totals


def untaxed(total: str, **parts: str) -> StoreTotals:
    """Totals without tax; `subtotal`, `shipping` and so on by name, nothing else."""
    nothing = {"tax": D(0), "shipping": D(0), "subtotal": D(0)}
    return some_totals(**{**nothing, **{k: D(v) for k, v in parts.items()}, "total": D(total)})


def a_sold_order(company: Company, totals: StoreTotals, **fields: Any) -> Order:
    """An order without taxes."""
    return an_order(company, **{"taxes": (), "totals": totals, **fields})


def invoice_of(order: Order) -> Document:
    """The order's invoice, issued."""
    (row,), refusals = issue_invoices(order.company, [order.pk], by=None)
    assert not refusals
    return document_of(row)


def credit_note_of(order: Order, *amounts: tuple[str, int, str], shipping: str = "0") -> Document:
    """The credit note of a refund of pieces and amounts by SKU."""
    items = sum((D(amount) for _, _, amount in amounts), D(0))
    refund = Refund.objects.create(
        order=order,
        reason="Returned",
        items_amount=items,
        shipping_amount=D(shipping),
        total=items + D(shipping),
    )
    for sku, quantity, amount in amounts:
        line = order.lines.get(sku=sku)
        RefundLine.objects.create(refund=refund, line=line, quantity=quantity, amount=D(amount))
    return document_of(issue_credit_note(refund.pk, by=None))


def rows_of(document: Document) -> dict[str, str]:
    """The rows of the totals as they are printed, by their key."""
    return {row["key"]: row["amount"] for row in sheet_of(document)["sums"]}


def page_of(document: Document) -> str:
    """The text of the drawn PDF."""
    return _text_of(draw(document, {}).pdf)


def slip_text(order: Order) -> str:
    """The text of the packing slip."""
    return _text_of(slip_of(order))


def _text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
