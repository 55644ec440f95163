"""A mapping as a CSV or XLSX file: writing one, and reading what a person edited."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from core.csv_text import as_csv, without_guard
from core.tables import UnreadableTable, read_table
from shipping.lookup import COMPANY_DEFAULT
from shipping.matching import normal_name
from shipping.models import MethodMapping

NAME, CODE, METHOD, RUSH = (
    "Website Method Name",
    "Shipping code",
    "Shipping Method",
    "Rush Service",
)
MOST_LINES = 10_000

# Line number in the file, method name, service, rush: as they stand there.
Line = tuple[int, str, str, str]


def as_rows(mappings: Iterable[MethodMapping]) -> list[dict[str, str]]:
    """The lines of a file, with headings as keys. The services must be loaded."""
    return [
        {
            NAME: row.name,
            CODE: row.service.code if row.service else COMPANY_DEFAULT,
            METHOD: f"{row.service.carrier} – {row.service.name}" if row.service else "",
            RUSH: "Yes" if row.is_rush else "No",
        }
        for row in mappings
    ]


def write_csv(mappings: Iterable[MethodMapping]) -> bytes:
    """A CSV file with a byte order mark, by which spreadsheets know UTF-8."""
    rows = as_rows(mappings)
    text = as_csv(rows) if rows else ",".join([NAME, CODE, METHOD, RUSH]) + "\r\n"
    return text.encode("utf-8-sig")


def write_xlsx(mappings: Iterable[MethodMapping]) -> bytes:
    """An XLSX file in which every cell is text, so that no name is taken for a formula."""
    book = Workbook(write_only=False)
    sheet = book.worksheets[0]
    sheet.append([NAME, CODE, METHOD, RUSH])
    for number, row in enumerate(as_rows(mappings), start=2):
        for column, value in enumerate(row.values(), start=1):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = value, "s"
    for letter, width in zip("ABCD", (45, 28, 45, 14), strict=True):
        sheet.column_dimensions[letter].width = width
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read_file(content: bytes, file_name: str) -> list[Line]:
    """The lines of an uploaded file, without empty ones. Raises `UnreadableTable`."""
    headings, table = read_table(content, file_name, most_lines=MOST_LINES)
    columns = _columns(headings)
    lines = [_line(number, cells, columns) for number, cells in table]
    lines = [line for line in lines if any(line[1:])]
    if not lines:
        raise UnreadableTable("The file has headings only. Put one method on each line below them.")
    return lines


def _columns(headings: Sequence[str]) -> dict[str, int]:
    """Where name, service and rush stand. The shipping code is preferred over the label."""
    found = {normal_name(heading): place for place, heading in enumerate(headings)}
    service = found.get(normal_name(CODE), found.get(normal_name(METHOD)))
    name = found.get(normal_name(NAME))
    if name is None or service is None:
        named = ", ".join(f"“{heading}”" for heading in headings[:10] if heading) or "none"
        raise UnreadableTable(
            f"The first line must have the headings “{NAME}” and “{CODE}” (or “{METHOD}”), and may "
            f"have “{RUSH}”. It has {named}. Export the mapping to get a file to start from."
        )
    rush = found.get(normal_name(RUSH), -1)
    return {"name": name, "service": service, "rush": rush}


def _line(number: int, cells: Sequence[str], columns: dict[str, int]) -> Line:
    name, service, rush = (
        cells[place].strip() if 0 <= place < len(cells) else "" for place in columns.values()
    )
    return number, without_guard(name), service, rush
