"""Workbooks of spreadsheets, read in a process of their own that can break nothing else."""

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from core.tables.table import TableLine, UnreadableTable

SECONDS = 60
_TOP = Path(__file__).parents[2]  # where `core` can be imported from
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKUP = (
    b"<html",
    b"<table",
    b"<!doctype html",
    b"<?xml",
    b"<meta",
    b"<head",
    b"<body",
    b"<style",
)
_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_BROKEN = "The file is no XLSX that can be read. Save it again, as .xlsx or as “CSV UTF-8”."


def is_workbook(content: bytes, file_name: str) -> bool:
    """Whether the file is no CSV: a workbook, or a table in HTML or XML that is called one."""
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if content.startswith((_ZIP, _COMPOUND)) or start.startswith(_MARKUP):
        return True
    return (
        file_name.lower().endswith(_ENDINGS)
        and b"\0" in content[:1000]
        and start[:2]
        not in (
            b"\xff\xfe",
            b"\xfe\xff",
        )
    )


def workbook_rows(
    content: bytes, known: Collection[str], *, most_rows: int, sheet: str = ""
) -> tuple[list[TableLine], Sequence[str], str]:
    """The rows of a sheet, the names of all sheets, and the name of the one that was read.

    It is `sheet`, else the one with the most `known` headings. Raises `UnreadableTable`.
    """
    wanted = {"known": sorted(known), "most_rows": most_rows, "sheet": sheet}
    try:
        done = subprocess.run(  # our own module, the file comes by stdin
            [sys.executable, "-m", "core.tables.workbook_process"],
            input=json.dumps(wanted).encode() + b"\n" + content,
            capture_output=True,
            cwd=_TOP,
            timeout=SECONDS,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise UnreadableTable(_BROKEN) from error
    if reason := answer.get("error"):
        raise UnreadableTable(reason)
    rows = [(number, cells) for number, cells in answer["rows"]]
    return rows, answer["sheets"], answer["sheet"]
