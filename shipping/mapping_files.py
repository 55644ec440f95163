"""A mapping as a CSV or XLSX file, for a person to edit and to import again."""

import io
from collections.abc import Iterable

from openpyxl import Workbook

from core.csv_text import as_csv
from shipping.lookup import COMPANY_DEFAULT
from shipping.models import MethodMapping

NAME, CODE, METHOD, RUSH = (
    "Website Method Name",
    "Shipping code",
    "Shipping Method",
    "Rush Service",
)


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
