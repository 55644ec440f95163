"""The Standard Invoice: invoice, packing slip, credit note and RMA slip from one design."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from invoices.document import Document, DocumentKind
from invoices.drawing.einvoice import UnfitForEInvoice, embedded
from invoices.drawing.fonts import missing_scripts
from invoices.drawing.renderers.paper import draw_html
from invoices.drawing.renderers.task import DrawnPdf
from invoices.drawing.sheet import Sheet, sheet_of

FOLDER = Path(__file__).with_name("standard")
_CARRIERS = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)


def draw(
    document: Document, assets: Mapping[str, bytes], *, has_einvoice: bool = False
) -> DrawnPdf:
    """`document` as PDF, with its EN 16931 XML inside where asked for and possible.

    Without it the remark says why. `assets` holds the company's logo under "logo".
    """
    sheet = sheet_of(document, assets)
    remarks = [missing_scripts(sheet)]
    options: dict[str, Any] = {}
    if has_einvoice and document.kind in _CARRIERS:
        try:
            options = embedded(document)
        except UnfitForEInvoice as reason:
            remarks.append(f"Printed without Factur-X XML: {reason}")
    pdf = draw_html(to_html(sheet), css(), assets, **options)
    return DrawnPdf(pdf=pdf, remark=" ".join(filter(None, remarks)))


def to_html(sheet: Sheet) -> str:
    """The design filled in."""
    return _template().render(sheet)


@cache
def html() -> str:
    """The source of the design, which channel templates start from."""
    return (FOLDER / "document.html").read_text()


@cache
def css() -> str:
    """The style sheet of the design."""
    return (FOLDER / "document.css").read_text()


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(html())
