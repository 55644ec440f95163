"""Export Orders: CSV and XLSX, orders and lines, nothing a spreadsheet would run."""

import csv
import io
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jobs import queue
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.desk.bulk.selection import Selection
from orders.desk.exporting import writers
from orders.desk.exporting.columns import ORDER_COLUMNS, as_listed
from orders.desk.exporting.export_job import start_export
from orders.desk.listing.columns import COLUMNS
from orders.importing.intake import receive
from orders.models import Order
from settings.models import Preference
from tests.factories import a_company, a_customer, a_line, a_store_order, a_user

pytestmark = pytest.mark.django_db

EVERY_COLUMN = [column.key for column in ORDER_COLUMNS]
ALL = Selection(is_all=True)


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def exported(by, *companies, selection: Selection = ALL, **answers: Any) -> Job:
    defaults = {"format": "csv", "rows": "orders", "columns": EVERY_COLUMN}
    job = start_export(selection, companies, {**defaults, **answers}, by=by).job
    run_job(job.pk)
    job.refresh_from_db()
    return job


def csv_rows(job: Job) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(job).decode("utf-8-sig"))))


def content(job: Job) -> bytes:
    with job.result_file.open() as file:
        return bytes(file.read())


def test_an_order_is_a_row_with_everything_in_words(company):
    receive(company, [a_store_order("97")])
    (row,) = csv_rows(exported(a_user(company), company))
    order = Order.objects.get()
    local = order.placed_at.astimezone(company.zone)
    expected = {
        "Order ID": str(order.pk),
        "Channel Order #": "97",
        "Company": company.name,
        "Order Date": f"{local:%Y-%m-%d %H:%M:%S}",
        "Order Status": "In Process",
        "Rush": "No",
        "E-mail": "ana@example.com",
        "City": "Boston",
        "Grand Total": "29.50",
    }
    assert {key: row[key] for key in expected} == expected
    assert row["Requested Shipping Method"] == order.shipping_groups.get().method_name


def test_a_line_is_a_row_with_its_order_before_it(company):
    lines = (a_line("11"), a_line("12", sku="MUG", quantity=3))
    receive(company, [a_store_order("97", lines=lines)])
    rows = csv_rows(exported(a_user(company), company, rows="lines", columns=["store_order_id"]))
    assert [(row["Channel Order #"], row["SKU"], row["Line Total"]) for row in rows] == [
        ("97", "TS-RED", "20.00"),
        ("97", "MUG", "30.00"),
    ]
    assert list(rows[0]) == [
        *("Channel Order #", "SKU", "Product", "Options", "Qty", "Qty Refunded"),
        *("Unit Price", "Line Total"),
    ]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [("", ["99", "98", "97"]), ("sort=number", ["97", "98", "99"]), ("sort=-total", ["98", "97"])],
)
def test_the_rows_come_in_the_order_of_the_list(company, query, numbers):
    receive(company, [a_store_order("97"), a_store_order("98"), a_store_order("99")])
    for days, order in enumerate(Order.objects.order_by("pk")):
        placed_at = order.placed_at + timedelta(days=days)
        Order.objects.filter(pk=order.pk).update(placed_at=placed_at)
    Order.objects.filter(store_order_id="98").update(grand_total=70)
    Order.objects.filter(store_order_id="97").update(grand_total=60)
    rows = csv_rows(
        exported(a_user(company), company, selection=Selection(is_all=True, query=query))
    )
    assert [row["Channel Order #"] for row in rows][: len(numbers)] == numbers


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_csv_is_a_formula(company, text):
    customer = a_customer(last_name=text)
    receive(company, [a_store_order("97", customer=customer)])
    Order.objects.update(customer_last_name=text)
    (row,) = csv_rows(exported(a_user(company), company))
    assert row["Last Name"] == f"'{text}"


def test_no_cell_of_xlsx_is_a_formula_and_numbers_are_numbers(company):
    receive(company, [a_store_order("97")])
    Order.objects.update(customer_last_name="=1+1", customer_first_name="bell\x07")
    job = exported(a_user(company), company, format="xlsx")
    sheet: Any = load_workbook(io.BytesIO(content(job))).worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    cells = dict(zip(headings, sheet[2], strict=True))
    assert (cells["Last Name"].value, cells["Last Name"].data_type) == ("=1+1", "s")
    assert cells["First Name"].value == "bell"
    assert (cells["Grand Total"].value, cells["Grand Total"].data_type) == (29.5, "n")
    assert cells["Order Date"].is_date


def test_a_full_sheet_goes_on_on_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(writers, "ROWS_PER_SHEET", 2)
    writer = writers.XlsxWriter(tmp_path / "x.xlsx", ["Number"])
    for number in range(5):
        writer.write([number])
    writer.close()
    sheets = load_workbook(tmp_path / "x.xlsx").worksheets
    assert [[row[0] for row in sheet.values] for sheet in sheets] == [
        ["Number", 0, 1],
        ["Number", 2, 3],
        ["Number", 4],
    ]


def test_no_order_is_a_file_with_headings(company):
    assert csv_rows(exported(a_user(company), company)) == []
    book = load_workbook(io.BytesIO(content(exported(a_user(company), company, format="xlsx"))))
    assert book.worksheets[0].max_row == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path, kind):
    def peak(rows: int) -> int:
        tracemalloc.start()
        writer = writers.WRITERS[kind](tmp_path / f"{rows}.{kind}", ["Number", "Text"])
        for number in range(rows):
            writer.write([number, f"text {number}"])
        writer.close()
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(20_000) < peak(500) + 300_000


def test_the_number_of_queries_does_not_grow_with_the_orders(company):
    person = a_user(company)

    def queries(number: int) -> int:
        job = start_export(ALL, (company,), answers(number), by=person).job
        with CaptureQueriesContext(connection) as counted:
            run_job(job.pk)
        return len(counted)

    def answers(number: int) -> dict[str, Any]:
        return {"format": "csv", "rows": "lines", "columns": EVERY_COLUMN[:number]}

    receive(company, [a_store_order("1")])
    few = queries(5)
    receive(company, [a_store_order(str(number)) for number in range(2, 30)])
    assert queries(6) == few


def test_only_what_the_person_may_see_is_in_the_file(company):
    elsewhere = a_company()
    for each in (company, elsewhere):
        receive(each, [a_store_order("97")])
    person = a_user(company)
    assert len(csv_rows(exported(person, company))) == 1
    assert exported(person, company, elsewhere).status == JobStatus.FAILED


def test_a_file_over_several_companies_is_for_those_who_may_see_each(client, company):
    elsewhere = a_company()
    for each in (company, elsewhere):
        receive(each, [a_store_order("97")])
    job = exported(a_user(company, elsewhere), company, elsewhere)
    assert len(csv_rows(job)) == 2
    client.force_login(a_user(company))
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 404
    client.force_login(a_user(company, elsewhere))
    answer: Any = client.get(f"/jobs/{job.pk}/file/")
    assert answer["Content-Disposition"] == f'attachment; filename="orders-{job.pk}.csv"'
    assert b"".join(answer.streaming_content).count(b"\n") == 3
    answer.close()


def test_the_file_goes_with_the_job(company, settings, tmp_path):
    job = exported(a_user(company), company)
    exported(a_user(company), company)
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 2
    assert queue.delete([job.pk]) == 1
    assert sum(path.is_file() for path in tmp_path.rglob("*")) == 1


def test_from_the_list_to_the_download(staff, company):
    receive(company, [a_store_order("97"), a_store_order("98")])
    page = staff.post("/orders/bulk/", {"action": "export", "all": "1", "query": ""}, follow=True)
    assert "2 orders of" in page.content.decode()
    wrong = staff.post("/orders/export/", {"all": "1", "confirmed": "1", "which": "ticked"})
    assert "Tick at least one column." in wrong.content.decode()
    fields = {"all": "1", "confirmed": "1", "format": "xlsx", "rows": "orders", "which": "list"}
    answer: Any = staff.post("/orders/export/", fields)
    job = Job.objects.get(kind="export_orders")
    assert answer.url == f"/jobs/{job.pk}/"
    run_job(job.pk)
    assert f"Download orders-{job.pk}.xlsx" in staff.get(answer.url).content.decode()


def test_the_columns_are_those_of_the_list_or_all_or_the_ticked(staff, company):
    receive(company, [a_store_order("97")])
    Preference.objects.update_or_create(
        user=User.objects.get(), defaults={"order_columns": ["customer", "id", "shipping", "items"]}
    )
    fields = {"all": "1", "confirmed": "1", "format": "csv", "rows": "orders", "columns": ["id"]}
    named = []
    for which in ("list", "all", "ticked"):
        staff.post("/orders/export/", {**fields, "which": which})
        named.append(Job.objects.latest("pk").parameters["columns"])
    as_the_list = ["order_status", "customer_first_name", "customer_last_name", "id"]
    assert named == [[*as_the_list, "shipping_status", "is_rush"], EVERY_COLUMN, ["id"]]


def test_every_column_of_the_list_can_be_exported():
    listed = [column.key for column in COLUMNS]
    assert set(as_listed(listed)) <= set(EVERY_COLUMN)
