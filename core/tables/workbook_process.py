"""The process that reads a workbook: python -m core.tables.workbook_process.

A workbook is an archive that strangers made. Here it may take so much memory and time and no more,
and whatever it breaks ends this process alone. By stdin comes a line of JSON, see `workbooks.py`,
then the file; by stdout goes JSON with `rows`, `sheets` and `sheet`, or with `error`, a sentence.
"""

import contextlib
import json
import resource
import sys
from collections.abc import Callable, Collection, Iterator
from typing import Any

from core.tables.archives import why_too_large
from core.tables.headings import LOOKED_AT, find_headings
from core.tables.markup import is_markup, markup_sheets
from core.tables.spreadsheets import calamine_sheets

MEMORY = 900 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 50
_BROKEN = "The file is no XLSX that can be read. Save it again, as .xlsx or as “CSV UTF-8”."
_MOST_SHEETS = 20

# Name of a sheet, and how its first rows are read, at most so many.
Sheets = list[tuple[str, Callable[[int], Iterator[tuple[int, list[str]]]]]]


def main() -> None:
    """Read stdin, answer on stdout."""
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    wanted = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = _answer(content, wanted)
    except BaseException:  # noqa: BLE001  # a reader may panic; the sentence is the same for all
        answer = {"error": _BROKEN}
    sys.stdout.write(json.dumps(answer))


def _limit(what: int, most: int) -> None:
    # macOS knows no limit of the address space; whoever develops there does without.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def _answer(content: bytes, wanted: dict[str, Any]) -> dict[str, Any]:
    if reason := why_too_large(content):
        return {"error": reason}
    sheets: Sheets = (markup_sheets if is_markup(content) else calamine_sheets)(content)
    if not sheets:
        return {"error": "The file has no table."}
    name, read = _chosen(sheets, wanted["sheet"], wanted["known"])
    rows = [
        (number, [_kept(cell) for cell in cells]) for number, cells in read(wanted["most_rows"])
    ]
    return {"rows": rows, "sheets": [one for one, _ in sheets], "sheet": name}


def _kept(cell: str) -> str:
    """A cell without what no database keeps: control signs and halves of letters."""
    if cell.isprintable():
        return cell
    whole = cell.encode("utf-8", errors="ignore").decode()
    return "".join(sign for sign in whole if sign.isprintable() or sign.isspace())


def _chosen(sheets: Sheets, wanted: str, known: Collection[str]) -> Any:
    """The sheet called `wanted`, else the first of those with the most known headings."""
    for name, read in sheets:
        if name == wanted:
            return name, read
    scores = []
    for _, read in sheets[:_MOST_SHEETS]:
        rows = [row for row in read(LOOKED_AT) if any(row[1])]
        _, hits = find_headings(rows, set(known))
        scores.append((hits, len(rows) > 1, bool(rows)))
    return sheets[scores.index(max(scores))]


if __name__ == "__main__":
    main()
