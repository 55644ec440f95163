"""RMAs out of a file: shown line by line first, then made by a job, each once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.models import Order, Reason, Rma, RmaImport
from orders.returns import rmas
from orders.returns.rmas import Returned
from tests.factories import a_company, a_job, a_line, a_package, a_user, an_order

HEAD = "Order Number,SKU,Qty,Reason,Description\n"
LINES = (a_line("11"), a_line("12", sku="MUG", name="Mug", quantity=3))


@pytest.fixture
def orders(shop) -> list[Order]:
    """Two orders of two T-shirts and three mugs that have left, and one that has not."""
    made = [an_order(shop, number, lines=LINES) for number in ("1", "2", "3")]
    for order in made[:2]:
        a_package(order)
    return made


@pytest.fixture
def staff(shop, orders) -> Client:
    browser = Client()
    browser.force_login(a_user(shop, username="kim", roles=("Edit",)))
    return browser


def upload(staff: Client, company, content: bytes | str, name: str = "returns.csv"):
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return staff.post("/rmas/imports/new/", {"company": company.pk, "file": file}, follow=True)


def page_of(one: RmaImport) -> str:
    return f"/rmas/imports/{one.pk}/"


def imported(staff: Client, company, content: bytes | str, name: str = "returns.csv") -> RmaImport:
    upload(staff, company, content, name)
    one = RmaImport.objects.latest("pk")
    staff.post(page_of(one))
    run_job(Job.objects.latest("pk").pk)
    one.refresh_from_db()
    return one


def errors(page) -> dict[str, str]:
    """What the page says of each line with an error, by the line's number."""
    (table,) = page.context["report"].tables
    return {cells[0].text: cells[-1].text for cells in table.rows}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_each_line_with_an_error_is_told_before_anything_is_made(staff, shop, orders):
    page = upload(
        staff,
        shop,
        HEAD + "1,ts-red,1,didnt_fit,Too small\n1,MUG,,Damaged,Too small\n"
        "2,TS-RED,3,Damaged,\n2,MUG,1,Damaged,\n"
        "99,MUG,1,Damaged,\n,MUG,1,Damaged,\n1,,1,Damaged,\n3,MUG,1,Damaged,\n"
        "2,HAT,1,Damaged,\n2,MUG,1,Damaged,\n2,MUG,x,Damaged,\n2,MUG,1,Moths,\n2,MUG,1,,\n",
    )
    said = errors(page)
    for line, sentence in {
        "4": "SKU TS-RED: 2 can come back, not 3.",
        "5": "of this order has an error.",
        "6": "There is no order 99 at this company.",
        "7": "The line names no order.",
        "8": "The line has no SKU.",
        "9": "Nothing of the order has left",
        "10": "The order has no SKU “HAT”.",
        "11": "SKU MUG of this order stands in line 5 already.",
        "12": "Qty: “x” is no number of pieces.",
        "13": "“Moths” is no RMA Reason. Enter one of: Customer Error, Damaged",
        "14": "The line has no Reason.",
    }.items():
        assert sentence in said[line]
    # Line 8 is of order 1, which therefore makes no RMA.
    assert "Line 8 of this order has an error." in said["2"]
    assert page.context["report"].figures[0].number == 0
    assert not Rma.objects.exists()


def test_lines_of_an_order_become_one_rma(staff, shop, orders):
    one = imported(
        staff,
        shop,
        HEAD + "1,ts-red,1,didnt_fit,Too small\n#1,MUG,,Damaged,Too small\n2,MUG,9,Damaged,\n",
    )
    rma = Rma.objects.get()
    assert (rma.order, rma.description, str(rma.by)) == (orders[0], "Too small", "kim")
    assert list(rma.lines.values_list("line__sku", "quantity", "reason")) == [
        ("TS-RED", 1, "Didn't Fit"),
        ("MUG", 3, "Damaged"),
    ]
    job = Job.objects.get()
    assert (job.status, job.counts) == (
        JobStatus.PARTIAL_SUCCESS,
        {"rmas": 1, "created": 2, "failed": 1},
    )
    page = text(staff.get(page_of(one)))
    assert page.count(f"RMA# {rma.pk}") == 2
    assert "SKU MUG: 3 can come back, not 9." in page
    failed = staff.get(f"{page_of(one)}lines.csv?failed=1").content.decode().splitlines()
    assert failed[1:] == ['4,,2,MUG,Failed,,"SKU MUG: 3 can come back, not 9."']
    answer = staff.get(f"/rmas/imports/of-job/{job.pk}/")
    assert answer["Location"] == page_of(one)


def test_the_same_file_again_makes_nothing_and_says_why(staff, shop, orders):
    imported(staff, shop, HEAD + "1,TS-RED,,Damaged,\n")
    page = upload(staff, shop, HEAD + "1,TS-RED,,Damaged,\n")
    assert list(errors(page).values()) == ["SKU TS-RED: 0 can come back."]


def test_a_job_that_is_begun_anew_makes_none_twice(staff, shop, orders):
    one = imported(staff, shop, HEAD + "1,TS-RED,1,Damaged,\n2,TS-RED,1,Damaged,\n")
    Rma.objects.filter(order=orders[1]).delete()  # as if the worker had died before it
    job = a_job(shop, kind="import_rmas", parameters={"rma_import": one.pk})
    Job.objects.filter(pk=job.pk).update(submitted_by=one.uploaded_by)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.counts == {"rmas": 2, "created": 2}
    assert list(Rma.objects.order_by("order").values_list("order", flat=True)) == [
        order.pk for order in orders[:2]
    ]


def test_what_changed_after_the_preview_is_refused_in_the_job(staff, shop, orders):
    upload(staff, shop, HEAD + "1,TS-RED,2,Damaged,\n")
    one = RmaImport.objects.get()
    staff.post(page_of(one))
    shirt = orders[0].lines.get(sku="TS-RED")
    by_hand = {shirt.pk: Returned(quantity=1, reason="Other")}
    rmas.create(orders[0], by_hand, "", by=a_user(shop))
    run_job(Job.objects.get().pk)
    one.refresh_from_db()
    assert [row["Error"] for row in one.answers] == ["SKU TS-RED: 1 can come back, not 2."]
    assert "has been imported already" in text(staff.post(page_of(one), follow=True))


def test_whoever_may_not_edit_any_more_imports_nothing(staff, shop, orders):
    upload(staff, shop, HEAD + "1,TS-RED,2,Damaged,\n")
    staff.post(page_of(RmaImport.objects.get()))
    shop.memberships.get().roles.clear()
    run_job(Job.objects.get().pk)
    assert "may not edit orders" in Job.objects.get().error
    assert not Rma.objects.exists()


def test_a_workbook_is_read_and_a_companys_own_reasons_hold(staff, shop, orders):
    Reason.objects.create(company=shop, kind="rma", name="Moth holes")
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Order ID", "SKU", "Qty to Return", "Reason"],
        [orders[0].pk, "MUG", 1.0, "MOTH HOLES"],
    ):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    imported(staff, shop, content.getvalue(), "returns.xlsx")
    assert Rma.objects.get().lines.get().reason == "Moth holes"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("SKU,Reason\nMUG,Other\n", "names the order: Order ID or Channel Order #"),
        ("Order ID,Reason\n1,Other\n", "Choose the column that holds the SKU"),
        ("Order ID,SKU\n1,MUG\n", "Choose the column that holds the Reason"),
    ],
)
def test_a_column_that_is_not_known_is_asked_for(staff, shop, content, sentence):
    page = upload(staff, shop, content)
    assert sentence in text(page)
    assert "Which column is what" in text(page)
    assert "Create" not in text(page)
    staff.post(page_of(RmaImport.objects.get()), {"act": "commit"})
    assert not Job.objects.exists()


def test_columns_are_chosen_and_the_choice_is_kept(staff, shop, orders):
    upload(staff, shop, "Retoure,Artikel,Grund\n1,MUG,Damaged\n")
    one = RmaImport.objects.get()
    chosen = {"channel_order": "0", "sku": "1", "reason": "2", "profile": "Portal"}
    page = staff.post(page_of(one), {"act": "check", **chosen}, follow=True)
    assert "Create 1 RMA" in text(page)
    again = upload(staff, shop, "Grund,Retoure,Artikel\nDamaged,1,MUG\n")
    assert "Create 1 RMA" in text(again)


def test_a_file_that_cannot_be_read_is_told_beside_the_field(staff, shop):
    assert "neither CSV in UTF-8 nor XLSX" in text(upload(staff, shop, ""))
    assert not RmaImport.objects.exists()


def test_the_sample_can_be_uploaded(staff, shop, orders):
    sample = staff.get("/rmas/imports/sample.csv").content
    page = upload(staff, shop, sample)
    assert list(errors(page).values()) == ["There is no order 1001 at this company."]


def test_orders_of_another_company_are_not_found(staff, shop, orders):
    theirs = an_order(a_company("Theirs"), "500", lines=LINES)
    a_package(theirs)
    page = upload(staff, shop, f"Order ID,SKU,Reason\n{theirs.pk},MUG,Damaged\n")
    [error] = errors(page).values()
    assert error == f"There is no order {theirs.pk} at this company."
