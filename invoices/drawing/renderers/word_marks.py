"""Sellercloud's marks in Word templates, made into docxtpl's: #?OrderID?# and the items table.

Word cuts a text into runs wherever it pleases, so a mark is looked for in the text of a whole
paragraph and written into the run where it begins.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document as open_docx
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from invoices.drawing.fields import FIELD_OF, ITEM_NAMES

MARK = re.compile(r"#\?\s*([A-Za-z0-9_]+)\s*\?#")
ITEMS_TABLE = "orderitemstable"


def with_jinja(docx: bytes) -> bytes:
    """`docx` with Sellercloud's marks as Jinja fields; its own Jinja stays as it is."""
    document = open_docx(BytesIO(docx))
    for root in _roots(document):
        for table in _items_tables(root):
            _repeat_rows(table)
        for paragraph in root.iter(qn("w:p")):
            _translate(paragraph)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def marks_in(docx: bytes) -> set[str]:
    """The names of all marks in `docx`."""
    roots = _roots(open_docx(BytesIO(docx)))
    texts = (_text(paragraph) for root in roots for paragraph in root.iter(qn("w:p")))
    return {name for text in texts for name in MARK.findall(text)}


def text_of(docx: bytes) -> str:
    """All text of `docx`, paragraph by paragraph."""
    roots = _roots(open_docx(BytesIO(docx)))
    return "\n".join(_text(paragraph) for root in roots for paragraph in root.iter(qn("w:p")))


def items_tables_of(docx: bytes) -> int:
    """How many tables have `orderitemstable` as their Alt Text title."""
    roots = _roots(open_docx(BytesIO(docx)))
    return sum(1 for root in roots for _ in _items_tables(root))


def _roots(document: Any) -> list[Any]:
    """The body, headers, footers and notes of a document, as XML."""
    parts = [part for part in document.part.package.iter_parts() if isinstance(part, XmlPart)]
    wanted = ("/word/document", "/word/header", "/word/footer", "/word/footnotes")
    return [part.element for part in parts if str(part.partname).startswith(wanted)]


def _items_tables(root: Any) -> Iterator[Any]:
    for table in list(root.iter(qn("w:tbl"))):
        caption = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        if caption is not None and caption.get(qn("w:val"), "").strip().lower() == ITEMS_TABLE:
            yield table


def _repeat_rows(table: Any) -> None:
    """Put {%tr for %} before, and {%tr endfor %} behind, the rows that name item fields."""
    rows = [row for row in table.findall(qn("w:tr")) if _names_item(row)]
    if not rows:
        return
    rows[0].addprevious(_control_row(rows[0], "{%tr for line in lines %}"))
    rows[-1].addnext(_control_row(rows[0], "{%tr endfor %}"))


def _names_item(row: Any) -> bool:
    text = "".join(_text(paragraph) for paragraph in row.iter(qn("w:p")))
    return any(name.casefold() in ITEM_NAMES for name in MARK.findall(text))


def _control_row(row: Any, text: str) -> Any:
    made = deepcopy(row)
    texts = list(made.iter(qn("w:t")))
    for place, element in enumerate(texts):
        element.text = "" if place else text
    return made


def _translate(paragraph: Any) -> None:
    while found := MARK.search(_text(paragraph)):
        field = FIELD_OF.get(found[1].casefold())
        # An unknown mark stays visible, in a form that is not looked for again.
        _replace(paragraph, found.span(), f"{{{{ {field} }}}}" if field else f"[{found[1]}?]")


def _replace(paragraph: Any, span: tuple[int, int], text: str) -> None:
    """Replace the signs from span[0] up to span[1] of the paragraph's text."""
    start, end = span
    place = 0
    for element in paragraph.iter(qn("w:t")):
        here = element.text or ""
        first, last = max(start - place, 0), min(end - place, len(here))
        if first < last:
            element.text = here[:first] + text + here[last:]
            element.set(qn("xml:space"), "preserve")
            text = ""
        place += len(here)


def _text(paragraph: Any) -> str:
    return "".join(element.text or "" for element in paragraph.iter(qn("w:t")))
