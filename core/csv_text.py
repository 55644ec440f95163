"""Tables as CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Mapping, Sequence

# A cell that begins with one of these is a formula to spreadsheets; the last four are what East
# Asian keyboards write. Blanks before them are passed over.
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# Spreadsheets take these away, or begin a new cell after them.
_DANGEROUS_STARTS = ("\t", "\r", "\n")


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    """`rows`, all with the keys of the first, under a line of headings; '' for no rows.

    A text that a spreadsheet would take for a formula is given a leading apostrophe.
    """
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows([harmless(row.get(key)) for key in rows[0]] for row in rows)
    return text.getvalue()


def harmless(value: object) -> object:
    """`value` as a cell of CSV that no spreadsheet runs; '' for None."""
    if isinstance(value, str) and _is_formula(value):
        return f"'{value}"
    return "" if value is None else value


def _is_formula(text: str) -> bool:
    return text.startswith(_DANGEROUS_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)
