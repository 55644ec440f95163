"""Reading a file as a table, whatever it is: see `read_table`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from core.tables.csv_reading import csv_rows
from core.tables.encodings import decoded
from core.tables.headings import LOOKED_AT, find_headings
from core.tables.table import Reading, Table, TableLine, UnreadableTable
from core.tables.workbooks import is_workbook, workbook_rows

FIND_OUT = Reading()
# Titles above the headings are no lines of the table.
MOST_ABOVE = LOOKED_AT + 1


def read_table(
    content: bytes,
    file_name: str,
    *,
    most_lines: int,
    known: Collection[str] = (),
    reading: Reading = FIND_OUT,
) -> Table:
    """The headings and the lines of a file, without empty ones. Raises `UnreadableTable`.

    `known` are headings in the form of `core.plain_text.plain`, by which the line of the headings
    and the sheet are found; `reading` says what a person chose of it.
    """
    most = most_lines + MOST_ABOVE
    sheets: Sequence[str] = ()
    rows: Iterable[TableLine]
    if is_workbook(content, file_name):
        rows, sheets, sheet = workbook_rows(content, known, most_rows=most, sheet=reading.sheet)
        reading = replace(reading, sheet=sheet, encoding="")
    else:
        text, encoding = decoded(content, reading.encoding)
        rows, reading = csv_rows(text, known), replace(reading, encoding=encoding, sheet="")
    filled = [(number, cells) for number, cells in islice(rows, most) if any(cells)]
    place = _heading_place(filled, known, reading)
    table = _table(filled[place:], reading, sheets)
    if len(table.lines) > most_lines:
        raise UnreadableTable(f"The file has more than {most_lines:,} lines. Split it.")
    return table


def _heading_place(rows: Sequence[TableLine], known: Collection[str], reading: Reading) -> int:
    for place, (number, _) in enumerate(rows):
        if reading.heading_line and number >= reading.heading_line:
            return place
    place, _ = find_headings(rows, known)
    if place < 0:
        raise UnreadableTable("The file is empty.")
    return place


def _table(rows: Sequence[TableLine], reading: Reading, sheets: Sequence[str]) -> Table:
    (number, headings), below = rows[0], rows[1:]
    # A column may have no heading: it is as wide as the lines below say.
    width = max((_width(cells) for _, cells in (rows[0], *below[:LOOKED_AT])), default=0)
    headings = [*headings, *[""] * width][:width]
    lines = [(at, cells[:width]) for at, cells in below if cells[:width] != headings]
    if not lines:
        raise UnreadableTable("The file has headings only. Put the data on the lines below them.")
    reading = replace(reading, heading_line=number)
    return Table(headings=headings, lines=lines, reading=reading, sheets=sheets)


def _width(cells: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
