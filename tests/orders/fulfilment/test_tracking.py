"""Tracking numbers from files: read, looked through, imported, and imported again."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from jobs.models import Job
from jobs.run_job import run_job
from orders.files.naming import BadRow
from orders.fulfilment.tracking_files.tracking_headings import NAMES
from orders.fulfilment.tracking_files.tracking_row import (
    LineReading,
    TrackingColumn,
    TrackingRow,
    read_rows,
)
from orders.importing.intake import receive
from orders.models import Order, Package, TrackingImport
from stores.models import OutgoingChange
from tests.factories import a_company, a_line, a_store_order, a_user
from uploads.columns import guess

NUMBER = "1Z999AA10123456784"
OTHER = "1Z5R89390357567127"
HEAD = "Order Number,Tracking,Carrier,Service,Date,Cost,Weight,SKU,Qty\n"
NEW = "/orders/tracking-imports/new/"


@pytest.fixture
def orders(company):
    lines = (a_line("11"), a_line("12", sku="MUG", name="Mug", quantity=3))
    receive(company, [a_store_order(str(number), lines=lines) for number in range(1, 6)])
    return list(Order.objects.order_by("pk"))


@pytest.fixture
def staff(company, orders) -> Client:
    browser = Client()
    browser.force_login(a_user(company, username="kim", roles=("Ship",)))
    return browser


def read_row(number: int, texts, **how) -> TrackingRow:
    (row,) = read_rows(number, texts, LineReading(**how))
    return row


def a_file(text: str, name: str = "labels.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(staff: Client, company, text: str) -> TrackingImport:
    staff.post(NEW, {"company": company.pk, "file": a_file(text)})
    return TrackingImport.objects.latest("pk")


def checked(staff: Client, company, text: str) -> TrackingImport:
    """A file with its columns as they were guessed, looked through."""
    one = upload(staff, company, text)
    staff.post(page_of(one), {"act": "check", **{k: str(v) for k, v in one.columns.items()}})
    run_job(Job.objects.latest("pk").pk)
    one.refresh_from_db()
    return one


def imported(staff: Client, company, text: str) -> TrackingImport:
    one = checked(staff, company, text)
    staff.post(page_of(one), {"act": "commit"})
    run_job(Job.objects.latest("pk").pk)
    one.refresh_from_db()
    return one


def page_of(one: TrackingImport) -> str:
    return f"/orders/tracking-imports/{one.pk}/"


def results(one: TrackingImport) -> list[tuple[str, str]]:
    return [(row["Result"], row["Reason"]) for row in one.answers]


def test_a_line_is_read():
    row = read_row(
        7,
        {
            TrackingColumn.CHANNEL_ORDER: "#97",
            TrackingColumn.TRACKING_NUMBER: NUMBER,
            TrackingColumn.SHIPPED_ON: "30.11.2026",
            TrackingColumn.COST: "4,20",
            TrackingColumn.WEIGHT: "1.25",
            TrackingColumn.QUANTITY: "2.0",
        },
    )
    assert (row.channel_order, row.shipped_on) == ("97", date(2026, 11, 30))
    assert (row.cost, row.weight, row.quantity) == (Decimal("4.20"), Decimal("1.250"), 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-05", date(2026, 11, 5)),
        ("2026-11-05 14:30:00", date(2026, 11, 5)),
        ("2026-11-05T14:30:00Z", date(2026, 11, 5)),
        ("11/30/2026", date(2026, 11, 30)),
        ("30/11/2026", date(2026, 11, 30)),
        ("11/11/2026", date(2026, 11, 11)),
    ],
)
def test_days_as_programs_write_them(text, day):
    said = {
        TrackingColumn.ORDER_ID: "1",
        TrackingColumn.TRACKING_NUMBER: "T",
        TrackingColumn.SHIPPED_ON: text,
    }
    assert read_row(1, said).shipped_on == day


@pytest.mark.parametrize(
    ("column", "text", "sentence"),
    [
        (TrackingColumn.ORDER_ID, "", "names no order"),
        (TrackingColumn.TRACKING_NUMBER, "", "no tracking number"),
        (TrackingColumn.TRACKING_NUMBER, "9.40011E+21", "rounded by the spreadsheet"),
        (TrackingColumn.SHIPPED_ON, "11/5/2026", "may mean two days"),
        (TrackingColumn.SHIPPED_ON, "30 Nov", "no day that can be read"),
        (TrackingColumn.TRACKING_NUMBER, "N/A", "no tracking number"),
        (TrackingColumn.TRACKING_NUMBER, "9400111202555840000000", "ends in zeros"),
        (TrackingColumn.TRACKING_NUMBER, "https://example.com/track", "without a tracking number"),
        (TrackingColumn.ORDER_ID, "1.00E+05", "rounded by the spreadsheet"),
        (TrackingColumn.SHIPPED_ON, "2026-02-30", "no day that can be read"),
        (TrackingColumn.QUANTITY, "0", "no number of pieces"),
        (TrackingColumn.QUANTITY, "1.5", "no number of pieces"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(column, text, sentence):
    said = {TrackingColumn.ORDER_ID: "1", TrackingColumn.TRACKING_NUMBER: "T", column: text}
    with pytest.raises(BadRow, match=sentence):
        read_row(1, said)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (TrackingColumn.COST, "free"),
        (TrackingColumn.COST, "NaN"),
        (TrackingColumn.WEIGHT, "-1"),
        (TrackingColumn.WEIGHT, "heavy"),
    ],
)
def test_what_is_beside_the_point_keeps_no_parcel_here(column, text):
    row = read_row(
        1, {TrackingColumn.ORDER_ID: "1", TrackingColumn.TRACKING_NUMBER: "T", column: text}
    )
    assert (row.cost, row.weight) == (None, None)
    assert f"“{text}” cannot be read and was left out." in row.remarks[0]


def test_columns_are_guessed_by_their_words_and_by_memory():
    headings = ["Reference", "TRACKING #", "Tracking No.", "Ship-Date", "Odd"]
    assert guess(headings, NAMES) == {
        TrackingColumn.CHANNEL_ORDER: 0,
        TrackingColumn.TRACKING_NUMBER: 1,
        TrackingColumn.SHIPPED_ON: 3,
    }
    remembered: dict[str, str] = {
        TrackingColumn.TRACKING_NUMBER: "odd",
        TrackingColumn.COST: "gone",
    }
    assert guess(headings, NAMES, remembered)[TrackingColumn.TRACKING_NUMBER] == 4


def test_a_file_is_looked_through_then_imported(staff, company, orders):
    text = HEAD + (
        f"1,{NUMBER},UPS,Ground,2026-11-20,4.20,0.5,,\n"
        f"2,{OTHER},,UPS_GROUND,,,,ts-red,1\n"
        f"2,{OTHER},,UPS_GROUND,,,,MUG,3\n"
        "3,1Z999AA10123456785,UPS,,,,,,\n"
        "99,T,,,,,,,\n"
        "4,T3,,,,,,HAT,1\n"
        "4,T4,,,,,,MUG,4\n"
        "4,T5,,,2999-01-01,,,,\n"
        "4,T6,,,,,,,2\n"
    )
    one = checked(staff, company, text)
    assert not Package.objects.exists()
    sentences = [sentence for _, sentence in results(one)]
    assert [result for result, _ in results(one)] == ["shipped"] * 4 + ["failed"] * 5
    for number, part in enumerate(
        (
            "no UPS tracking number",
            "There is no order 99 at this company.",
            "The order has no SKU “HAT”.",
            "SKU MUG: 1 more than are left to ship.",
            "is in the future",
            "has a Qty and no SKU",
        ),
        start=3,
    ):
        assert part in sentences[number]
    page = staff.get(page_of(one)).content.decode()
    assert "Import 4 lines" in page
    assert "The order has no SKU “HAT”." in page
    staff.post(page_of(one), {"act": "commit"})
    run_job(Job.objects.latest("pk").pk)
    first, second, third = Package.objects.order_by("pk")
    assert (first.carrier, str(first.service), first.cost) == (
        "ups",
        "UPS – Ground (UPS_GROUND)",
        Decimal("4.20"),
    )
    assert first.shipped_at.date() == date(2026, 11, 20)
    assert [str(row) for row in second.lines.all()] == ["1 × T-shirt", "3 × Mug"]
    assert (third.carrier, third.service) == ("ups", None)
    assert [str(order.shipping_status) for order in Order.objects.order_by("pk")[:3]] == [
        "fully_shipped",
        "partially_shipped",
        "fully_shipped",
    ]
    assert OutgoingChange.objects.count() == 3
    job = Job.objects.latest("pk")
    assert (job.status, job.counts) == (
        "partial_success",
        {"shipped": 4, "failed": 5, "warnings": 1},
    )
    assert job.progress_done == 9
    lines = staff.get(f"{page_of(one)}lines.csv?failed=1").content.decode().splitlines()
    assert len(lines) == 6


def test_the_same_file_again_changes_nothing(staff, company, orders):
    text = HEAD + f"1,{NUMBER},,,,,,,\n2,{OTHER},,,,,,MUG,1\n"
    imported(staff, company, text)
    again = imported(staff, company, text.replace(NUMBER, "1z 999 aa1 01 2345 6784"))
    assert results(again) == [("already", ""), ("already", "")]
    assert (Package.objects.count(), OutgoingChange.objects.count()) == (2, 2)
    assert Job.objects.latest("pk").status == "completed"


def test_an_order_on_hold_stays_and_the_others_go(staff, company, orders):
    one = checked(staff, company, HEAD + f"1,{NUMBER},,,,,,,\n2,{OTHER},,,,,,,\n")
    Order.objects.filter(pk=orders[0].pk).update(order_status="on_hold")  # after the check
    staff.post(page_of(one), {"act": "commit"})
    run_job(Job.objects.latest("pk").pk)
    one.refresh_from_db()
    assert results(one) == [
        ("failed", "The order is On Hold. Set it In Process first."),
        ("shipped", ""),
    ]


def test_two_numbers_for_one_order_without_sku_are_two_packages(staff, company, orders):
    one = imported(staff, company, HEAD + f"1,{NUMBER},,,,,,,\n1,{OTHER},,,,,,,\n")
    assert [result for result, _ in results(one)] == ["shipped", "shipped"]
    assert "spread over 2 packages" in results(one)[0][1]
    first, second = Package.objects.order_by("pk")
    assert [str(row) for row in first.lines.all()] == ["2 × T-shirt"]
    assert [str(row) for row in second.lines.all()] == ["3 × Mug"]


def test_words_that_are_no_carrier_or_service_of_ours_keep_no_parcel_here(staff, company, orders):
    one = imported(staff, company, HEAD + "4,T,Owl,,,,,,\n5,T2,,Snail,,,,,\n")
    assert [result for result, _ in results(one)] == ["shipped", "shipped"]
    assert "“Owl” is no carrier that is known here" in results(one)[0][1]
    assert "“Snail” is no shipping service that is known here" in results(one)[1][1]
    assert [one.carrier for one in Package.objects.order_by("pk")] == ["Owl", ""]


def test_an_order_of_another_company_is_not_found(staff, company, orders):
    receive(a_company("Theirs"), [a_store_order("500")])
    theirs = Order.objects.get(store_order_id="500")
    text = f"Order ID,Order Number,Tracking\n{theirs.pk},,T1\n,500,T2\n"
    one = imported(staff, company, text)
    assert [sentence for _, sentence in results(one)] == [
        f"There is no order {theirs.pk} at this company.",
        "There is no order 500 at this company.",
    ]


def test_both_numbers_must_mean_the_same_order(staff, company, orders):
    text = f"Order ID,Order Number,Tracking\n{orders[0].pk},1,T1\n{orders[1].pk},1,T2\n"
    one = checked(staff, company, text)
    assert [result for result, _ in results(one)] == ["shipped", "failed"]
    assert f"Order {orders[1].pk} is not channel order 1." in results(one)[1][1]


def test_columns_are_chosen_and_remembered(staff, company, orders):
    one = upload(staff, company, f"Vorgang,Kiste,Laufzettel\n1,x,{NUMBER}\n")
    assert one.columns == {}
    page = staff.post(page_of(one), {"act": "check", "tracking_number": "2"})
    assert "Choose the column that names the order" in page.content.decode()
    assert not Job.objects.exists()
    staff.post(page_of(one), {"act": "check", "tracking_number": "2", "channel_order": "0"})
    assert Job.objects.get().kind == "check_tracking"
    again = upload(staff, company, f"Laufzettel,Vorgang\n{OTHER},2\n")
    assert again.columns == {"tracking_number": 0, "channel_order": 1}


def test_a_workbook_is_read(staff, company, orders):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Order Number", "Tracking Number", "Ship Date"])
    sheet.append([1, 986578788855, date(2026, 11, 20)])
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("labels.xlsx", content.getvalue())
    staff.post(NEW, {"company": company.pk, "file": file})
    assert TrackingImport.objects.get().lines == [(2, ["1", "986578788855", "2026-11-20"])]


def test_a_file_that_cannot_be_read_is_told_beside_the_field(staff, company):
    page = staff.post(NEW, {"company": company.pk, "file": a_file("")}).content.decode()
    assert "neither CSV in UTF-8 nor XLSX" in page


def test_a_file_is_imported_once(staff, company, orders):
    one = imported(staff, company, HEAD + f"1,{NUMBER},,,,,,,\n")
    page = staff.post(page_of(one), {"act": "commit"}, follow=True).content.decode()
    assert "The file has been imported already." in page
    assert Job.objects.filter(kind="import_tracking").count() == 1


def test_who_may_not_ship_any_more_imports_nothing(staff, company, orders):
    one = checked(staff, company, HEAD + f"1,{NUMBER},,,,,,,\n")
    staff.post(page_of(one), {"act": "commit"})
    company.memberships.get().roles.clear()
    run_job(Job.objects.latest("pk").pk)
    assert "may not ship orders" in Job.objects.latest("pk").error
    assert not Package.objects.exists()


def test_the_job_leads_to_its_file(staff, company, orders):
    one = checked(staff, company, HEAD + f"1,{NUMBER},,,,,,,\n")
    answer = staff.get(f"/orders/tracking-imports/of-job/{one.check_job_id}/")
    assert answer.headers["Location"] == page_of(one)
