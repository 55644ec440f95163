"""Tables in HTML, and Excel's XML of 2003: carriers' portals call them .xls."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from lxml import etree, html

from core.tables.table import MOST_COLUMNS, TableLine

_EXCEL = "{urn:schemas-microsoft-com:office:spreadsheet}"


def is_markup(content: bytes) -> bool:
    """Whether the file is HTML or XML."""
    return content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def markup_sheets(content: bytes) -> list[tuple[str, Callable[[int], Iterator[TableLine]]]]:
    """The tables of the file: name, and a function that gives so many of the first rows."""
    if _EXCEL[1:-1].encode() in content[:4000]:
        return _excel_sheets(content)
    parser = html.HTMLParser(encoding="utf-8" if _is_utf_8(content) else None)
    page = html.document_fromstring(content, parser=parser)
    tables = [table for table in page.iter("table") if not list(table.iterdescendants("table"))]
    return [(f"Table {place}", partial(_html_rows, one)) for place, one in enumerate(tables, 1)]


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _html_rows(table: Any, most: int) -> Iterator[TableLine]:
    for number, row in enumerate(islice(table.iter("tr"), most), start=1):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            span = str(cell.get("colspan", "1"))
            cells += [" ".join(cell.text_content().split())]
            cells += [""] * (min(int(span), MOST_COLUMNS) - 1 if span.isdecimal() else 0)
        yield number, cells[:MOST_COLUMNS]


def _excel_sheets(content: bytes) -> list[tuple[str, Callable[[int], Iterator[TableLine]]]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    book = etree.fromstring(content, parser=parser)
    return [
        (sheet.get(f"{_EXCEL}Name") or f"Sheet {place}", partial(_excel_rows, sheet))
        for place, sheet in enumerate(book.iter(f"{_EXCEL}Worksheet"), start=1)
    ]


def _excel_rows(sheet: Any, most: int) -> Iterator[TableLine]:
    for number, row in enumerate(islice(sheet.iter(f"{_EXCEL}Row"), most), start=1):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_EXCEL}Cell"):
            place = str(cell.get(f"{_EXCEL}Index", ""))
            if place.isdecimal() and int(place) <= MOST_COLUMNS:
                cells += [""] * (int(place) - 1 - len(cells))
            cells.append(" ".join("".join(cell.itertext()).split()))
        yield number, cells[:MOST_COLUMNS]
