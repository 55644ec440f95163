"""Tables as files, row by row: however long they are, they take no more memory."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.csv_text import harmless

# Excel has 1,048,576 rows on a sheet; the rest goes on the next one.
ROWS_PER_SHEET = 1_000_000
LONGEST_CELL = 32_767


class TableWriter(Protocol):
    """A file that takes rows."""

    def write(self, row: Iterable[object]) -> None:
        """Add a row of texts, numbers, times without zone, and None."""

    def close(self) -> None:
        """Finish the file."""


class CsvWriter:
    """CSV in UTF-8 with a mark by which Excel knows that; formulas are defused."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._csv = csv.writer(self._file)
        self._csv.writerow(headings)

    def write(self, row: Iterable[object]) -> None:
        """Add a row."""
        self._csv.writerow([harmless(cell) for cell in row])

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class XlsxWriter:
    """XLSX whose texts are texts, also those that look like formulas."""

    def __init__(self, path: Path, headings: Sequence[str]) -> None:
        self._path, self._headings = path, headings
        self._book = Workbook(write_only=True)
        self._rows = ROWS_PER_SHEET

    def write(self, row: Iterable[object]) -> None:
        """Add a row, on a new sheet when the last one is full."""
        if self._rows >= ROWS_PER_SHEET:
            self._begin_sheet()
        self._sheet.append([self._cell(value) for value in row])
        self._rows += 1

    def close(self) -> None:
        """Finish the file."""
        if not self._book.worksheets:
            self._begin_sheet()
        self._book.save(self._path)

    def _begin_sheet(self) -> None:
        self._sheet = self._book.create_sheet()
        self._sheet.freeze_panes = "A2"
        self._sheet.append(list(self._headings))
        self._rows = 0

    def _cell(self, value: object) -> object:
        if not isinstance(value, str):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        if not text.startswith("="):
            return text
        cell = WriteOnlyCell(self._sheet, text)
        cell.data_type = "s"
        return cell


WRITERS: dict[str, type[CsvWriter] | type[XlsxWriter]] = {"csv": CsvWriter, "xlsx": XlsxWriter}
