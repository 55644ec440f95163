"""CSV as label software, carriers and spreadsheets write it."""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Iterator

from core.tables.headings import LOOKED_AT, find_headings
from core.tables.table import MOST_COLUMNS, TableLine, UnreadableTable

_DELIMITERS = ",;\t|"
_SAMPLE = 60_000


def csv_rows(text: str, known: Collection[str]) -> Iterator[TableLine]:
    """The lines of `text`, with the delimiter that makes the best table. Raises `UnreadableTable`.

    Spreadsheets obey a first line "sep=;", and so do we.
    """
    said = re.match(r"\s*\"?sep=(.)\"?[\t,;|]*\r?\n", text, re.IGNORECASE)
    delimiter = said[1] if said else _delimiter(text[:_SAMPLE], known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            if not (said and reader.line_num == 1):
                yield reader.line_num, [cell.strip() for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise UnreadableTable(f"The file is no CSV that can be read: {error}.") from error


def _delimiter(sample: str, known: Collection[str]) -> str:
    """Whichever makes known headings; else whichever gives most lines the same number of cells."""
    return max(_DELIMITERS, key=lambda delimiter: _score(sample, delimiter, known))


def _score(sample: str, delimiter: str, known: Collection[str]) -> tuple[int, int, int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[TableLine] = []
    try:
        for cells in reader:
            if any(cells):
                rows.append((reader.line_num, cells[:MOST_COLUMNS]))
            if len(rows) == LOOKED_AT:
                break
    except csv.Error:
        pass
    _, hits = find_headings(rows, known)
    widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    width, number = max(widths.items(), key=lambda item: item[1] * item[0], default=(0, 0))
    return hits, number * width, width
