"""Workbooks by calamine: .xlsx, .xlsb, .xls and .ods."""

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial

from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from core.tables.table import MOST_COLUMNS, TableLine

# A spreadsheet keeps 15 digits of a number; of a longer one the rest is lost.
MOST_DIGITS = 15


def calamine_sheets(content: bytes) -> list[tuple[str, Callable[[int], Iterator[TableLine]]]]:
    """The sheets that can be seen: name, and a function that gives so many of the first rows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return [(name, partial(_rows, book.get_sheet_by_name(name))) for name in visible]


def _rows(sheet: CalamineSheet, most: int) -> Iterator[TableLine]:
    rows = sheet.to_python(skip_empty_area=False, nrows=most)
    for number, cells in enumerate(rows, start=1):
        yield number, [cell_text(cell) for cell in cells[:MOST_COLUMNS]]


def cell_text(cell: object) -> str:
    """A cell as a person sees it: 12.0 is 12, and a day has no midnight.

    A number of more digits than a spreadsheet keeps looks like one: 9.40011120255584E+21.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return _other_text(cell)
    if abs(cell) >= 10**MOST_DIGITS:
        return f"{float(cell):.14E}"
    if float(cell).is_integer():
        return str(int(cell))
    return repr(cell) if "e" not in repr(cell) else f"{cell:.15f}".rstrip("0")


def _other_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()
