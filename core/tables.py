"""Tables that people upload: CSV in the encodings that spreadsheets write, and XLSX."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zipfile import BadZipFile

from openpyxl import load_workbook

_MOST_COLUMNS = 50

# A line's number in the file, and its cells as texts.
Line = tuple[int, list[str]]


class UnreadableTable(ValueError):
    """The file cannot be read as a table. The message is a sentence that says what to do."""


def read_table(content: bytes, file_name: str, *, most_lines: int) -> tuple[list[str], list[Line]]:
    """The headings and the lines of a file, without empty ones. Raises `UnreadableTable`."""
    is_xlsx = file_name.lower().endswith(".xlsx") or content.startswith(b"PK\x03\x04")
    rows = _xlsx_rows(content, most_lines) if is_xlsx else _csv_rows(content)
    try:
        headings = _without_empty_end(next(rows)[1])
        lines = [
            (number, cells[: len(headings)])
            for number, cells in islice(rows, most_lines + 1)
            if any(cells)
        ]
    except StopIteration:
        raise UnreadableTable("The file is empty.") from None
    except csv.Error as error:
        raise UnreadableTable(f"The file is no CSV that can be read: {error}.") from error
    if not lines:
        raise UnreadableTable("The file has headings only. Put the data on the lines below them.")
    if len(lines) > most_lines:
        raise UnreadableTable(f"The file has more than {most_lines:,} lines. Split it.")
    return headings, lines


def _without_empty_end(cells: list[str]) -> list[str]:
    last = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _csv_rows(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    first_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for cells in reader:
        yield reader.line_num, [cell.strip() for cell in cells[:_MOST_COLUMNS]]


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = ""
    if not text or "\0" in text:
        raise UnreadableTable(
            "The file is neither CSV in UTF-8 nor XLSX. Save it as “CSV UTF-8” or as .xlsx."
        )
    return text


def _xlsx_rows(content: bytes, most_lines: int) -> Iterator[Line]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_col=_MOST_COLUMNS, max_row=most_lines + 2, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, [_text(cell) for cell in cells]
    except (BadZipFile, KeyError, ValueError, IndexError) as error:
        raise UnreadableTable("The file is no XLSX that can be read. Save it anew.") from error


def _text(cell: object) -> str:
    """A cell as a person sees it: 12.0 is 12, and a day has no midnight."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return "" if cell is None else str(cell).strip()
