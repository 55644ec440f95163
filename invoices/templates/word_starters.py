"""Three Word templates to start from, made by code so that they always fit the fields."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx import Document as new_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from invoices.drawing.renderers.word_marks import ITEMS_TABLE

_INK = RGBColor(0x17, 0x45, 0x6B)
_TEXT_WIDTH = 170  # mm between the margins
# Of the items' columns, in mm; the item itself gets the rest.
_WIDTHS = {"SKU": 30, "Qty": 16, "Price": 27, "Amount": 30, "Options": 45}


def classic() -> bytes:
    """An invoice with every amount."""
    document = _empty()
    _heading(document, "#?CompanyName?#", "Invoice #?InvoiceNumber?#")
    _pair(document, "Bill to\n#?BillingAddress?#", "Ship to\n#?ShippingAddress?#")
    document.add_paragraph("Order #?OrderID?# (#?ChannelOrderID?#) of #?OrderDate?#")
    _items(
        document,
        ("SKU", "Item", "Qty", "Price", "Amount"),
        ("#?SKU?#", "#?ProductName?#", "#?Qty?#", "#?UnitPrice?#", "#?LineTotal?#"),
    )
    _sums(document)
    document.add_paragraph("Paid by #?PaymentMethod?#. #?FooterText?#")
    return _saved(document)


def compact() -> bytes:
    """A short invoice: one address, no SKU."""
    document = _empty()
    _heading(document, "#?CompanyName?#", "#?InvoiceNumber?#")
    document.add_paragraph("#?BillingAddress?#")
    document.add_paragraph("#?InvoiceDate?# · Order #?ChannelOrderID?#")
    _items(
        document,
        ("Item", "Qty", "Amount"),
        ("#?ProductName?# #?ItemOptions?#", "#?Qty?#", "#?LineTotal?#"),
    )
    _sums(document)
    return _saved(document)


def packing() -> bytes:
    """Invoice and packing slip in one: big quantities, totals at the end."""
    document = _empty()
    _heading(document, "#?CompanyName?#", "Order #?OrderID?#")
    _pair(document, "Ship to\n#?ShippingAddress?#", "By\n#?ShippingMethod?#")
    _items(
        document,
        ("Qty", "SKU", "Item", "Options"),
        ("#?Qty?#", "#?SKU?#", "#?ProductName?#", "#?ItemOptions?#"),
    )
    document.add_paragraph("Total of invoice #?InvoiceNumber?#: #?GrandTotal?#")
    document.add_paragraph("#?CustomerNote?#")
    return _saved(document)


STARTERS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "classic": ("Classic invoice", classic),
    "compact": ("Compact invoice", compact),
    "packing": ("Invoice with packing list", packing),
}


def _empty() -> Any:
    document = new_docx()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Noto Sans", Pt(9.5)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    section.footer.paragraphs[0].text = "#?CompanyName?# · #?CompanyTaxID?#"
    return document


def _heading(document: Any, left: str, right: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(left)
    run.bold, run.font.size = True, Pt(14)
    title = document.add_paragraph()
    run = title.add_run(right)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(20), _INK
    document.add_paragraph("#?CompanyAddress?#")


def _pair(document: Any, left: str, right: str) -> None:
    table = document.add_table(rows=1, cols=2)
    for cell, text in zip(table.rows[0].cells, (left, right), strict=True):
        heading, _, field = text.partition("\n")
        cell.paragraphs[0].add_run(heading).bold = True
        cell.add_paragraph(field)


def _items(document: Any, headings: Sequence[str], fields: Sequence[str]) -> None:
    document.add_paragraph()
    table = document.add_table(rows=2, cols=len(headings), style="Table Grid")
    table.autofit = False
    widths = [_WIDTHS.get(heading, 0) for heading in headings]
    rest = _TEXT_WIDTH - sum(widths)
    for place, (heading, field) in enumerate(zip(headings, fields, strict=True)):
        table.columns[place].width = Mm(widths[place] or rest)
        for row, text in ((0, heading), (1, field)):
            cell = table.rows[row].cells[place]
            cell.width = Mm(widths[place] or rest)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(text).bold = row == 0
            if heading in ("Qty", "Price", "Amount"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), ITEMS_TABLE)
    table._tbl.tblPr.append(caption)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    document.add_paragraph()


def _sums(document: Any) -> None:
    for text in (
        "Subtotal #?SubTotal?#",
        "Discount #?DiscountTotal?#",
        "Shipping #?ShippingTotal?#",
        "Tax #?TaxTotal?#",
    ):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    total = document.add_paragraph()
    total.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = total.add_run("Total #?GrandTotal?#")
    run.bold, run.font.size, run.font.color.rgb = True, Pt(13), _INK


def _saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()
