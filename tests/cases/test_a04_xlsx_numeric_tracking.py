"""A spreadsheet has rounded a long number: refused with the remedy, in every kind of file."""

import io

import pytest
from openpyxl import Workbook

from tests.cases.doors import outcomes, shipped

REMEDY = "was rounded by the spreadsheet"


def test_rounded_cells_are_refused_and_short_numbers_ship(desk):
    desk.orders(281, 282, 283)
    results = desk.ship("A04-xlsx-numeric-tracking/t.xlsx")
    assert outcomes(results) == ["failed", "failed", "shipped"]
    assert REMEDY in results[2][1]
    assert "Format the column as text" in desk.page
    assert shipped(desk.company) == {"283": ["986578788855"]}


@pytest.mark.parametrize("number", ["9.4E21", "9,40011E+21", "9400111202555840000000"])
def test_what_a_spreadsheet_wrote_into_csv_is_refused_too(desk, number):
    desk.orders(1)
    results = desk.ship(f'Order Number;Tracking Number\n1;"{number}"\n'.encode())
    assert outcomes(results) == ["failed"]
    assert REMEDY in results[2][1]
    assert shipped(desk.company) == {}


def test_a_rounded_order_number_and_sku_are_refused(desk):
    book, content = Workbook(), io.BytesIO()
    for row in (["Order Number", "Tracking Number", "SKU"], [1, "T1", 1234567890123456789]):
        book.worksheets[0].append(row)
    book.save(content)
    desk.orders(1)
    assert REMEDY in desk.ship(content.getvalue(), "labels.xlsx")[2][1]
