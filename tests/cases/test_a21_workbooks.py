"""Workbooks and what portals call .xls: read, or a sentence."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from core.tables import UnreadableTable, read_table
from tests.cases.doors import FILES, outcomes, shipped

HEAD = {"ordernumber", "trackingnumber"}


def test_data_on_the_second_sheet(desk):
    desk.orders(384)
    assert outcomes(desk.ship("A21-workbooks/sheet2.xlsx")) == ["shipped"]
    assert shipped(desk.company) == {"384": ["TX1"]}


def test_a_formula_without_its_value_is_no_number(desk):
    desk.orders(385)
    assert outcomes(desk.ship("A21-workbooks/formula.xlsx")) == ["skipped"]


def test_a_table_in_html(desk):
    desk.orders(386)
    assert outcomes(desk.ship("A21-workbooks/portal.xls")) == ["shipped"]
    assert shipped(desk.company) == {"386": ["TX3"]}


def test_a_broken_old_workbook_is_a_sentence(desk):
    content = (FILES / "A21-workbooks/old.xls").read_bytes()
    data = {"company": desk.company.pk, "file": SimpleUploadedFile("old.xls", content)}
    answer = desk.client.post("/orders/tracking-imports/new/", data)
    assert answer.status_code == 200
    assert "Save it again" in answer.content.decode()


@pytest.mark.parametrize("name", ["real.xls", "real.ods"])
def test_old_and_open_workbooks(desk, name):
    desk.orders(1, 2)
    results = desk.ship(f"A21-workbooks/{name}")
    assert outcomes(results) == ["shipped", "failed"]
    assert "was rounded by the spreadsheet" in results[3][1]


def test_excels_xml_and_html_with_merged_cells():
    xml = (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        b'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>'
        b"<Row><Cell><Data>Order Number</Data></Cell>"
        b"<Cell><Data>Tracking Number</Data></Cell></Row>"
        b'<Row><Cell ss:Index="2"><Data>T1</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    assert read_table(xml, "a.xls", most_lines=9, known=HEAD).lines == [(2, ["", "T1"])]
    html = (
        "<table><tr><td colspan=2>Labels</td></tr><tr><th>Order Number<th>Tracking Number</tr>"
        "<tr><td>1<td>Größe</tr></table>"
    ).encode()
    assert read_table(html, "a.xls", most_lines=9, known=HEAD).lines == [(3, ["1", "Größe"])]


def _archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0" + b"\0" * 3000,
        b"<html><body>Please sign in</body></html>",
        b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"%PDF-1.7\n\x00\x01\x02",
        _archive(x=b"1"),
        b"\x00" * 5000,
        b"\xff\xfe",
        (FILES / "A21-workbooks/sheet2.xlsx").read_bytes()[:2500],
    ],
)
def test_a_broken_file_of_any_kind_is_a_sentence(content):
    with pytest.raises(UnreadableTable, match=r"\."):
        read_table(content, "labels.xlsx", most_lines=100, known=HEAD)


def test_an_archive_that_unpacks_to_much_more_is_refused_at_once():
    sheet = b"<row>" * 50_000_000
    content = _archive(xl__worksheets__sheet1=sheet)
    assert len(content) < 1_000_000
    with pytest.raises(UnreadableTable, match="too large when it is unpacked"):
        read_table(content, "labels.xlsx", most_lines=100)


def test_a_lone_cell_far_away_costs_nothing():
    book, content = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Order Number", "Tracking Number"])
    sheet.append(["1", "T1"])
    sheet.cell(1_048_576, 16_384, "far")
    book.save(content)
    # Such a table has 17,000 million cells: the process that reads it may not have the memory.
    with pytest.raises(UnreadableTable, match="Save it again"):
        read_table(content.getvalue(), "far.xlsx", most_lines=100, known=HEAD)


def test_strange_names_of_files_and_profiles_break_nothing(desk):
    one = desk.upload(b"Order Number,Tracking Number\n1,T1\n", "a\u202eb.csv")
    assert one.file_name == "ab.csv"
    desk.check_again(one, profile="My\x00 profile")
    assert "My profile" in desk.client.get(f"{desk.url(one)}?columns=1").content.decode()
