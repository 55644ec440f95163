"""What comes of reading a file as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_COLUMNS = 60

# A line's number in the file, and its cells as texts.
TableLine = tuple[int, list[str]]


class UnreadableTable(ValueError):
    """The file cannot be read as a table. The message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is read. '' and 0 mean: find out.

    `encoding` is a name of Python's codecs, `sheet` a sheet's name, `heading_line` the number of
    the line that names the columns.
    """

    encoding: str = ""
    sheet: str = ""
    heading_line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Headings and lines of a file, and how it was read. `sheets` are those of a workbook."""

    headings: list[str]
    lines: list[TableLine]
    reading: Reading
    sheets: Sequence[str] = ()
