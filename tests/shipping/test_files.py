"""Mappings as files: what is read, what each wrong line is told, all or nothing."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from core.tables import UnreadableTable
from shipping.mapping_files import write_csv, write_xlsx
from shipping.mapping_kind import MAPPING_FILES, lines_of
from shipping.models import MappingUpload, MethodMapping, ShippingService
from tests.factories import a_company, a_user
from uploads.keeping import keep_upload

pytestmark = pytest.mark.django_db

HEAD = "Website Method Name,Shipping code,Rush Service\r\n"


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def staff(company):
    browser = Client()
    browser.force_login(a_user(company, username="kim"))
    return browser


def add(company, name: str, code: str = "UPS_GROUND", **fields) -> MethodMapping:
    service = ShippingService.objects.get(code=code) if code else None
    return MethodMapping.objects.create(company=company, name=name, service=service, **fields)


def saved(company) -> list[tuple[str, str, bool]]:
    rows = MethodMapping.objects.filter(company=company).select_related("service")
    return [(row.name, row.service.code if row.service else "", row.is_rush) for row in rows]


def upload(staff, company, content: str | bytes, name: str = "mapping.csv", **more) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    url = f"/companies/{company.pk}/website/shipping-method-mapping/import/"
    return staff.post(url, {"file": SimpleUploadedFile(name, raw), **more}, follow=True)


def commit(staff, company) -> Any:
    pending = MappingUpload.objects.get(company=company)
    url = f"/shipping-method-mapping/imports/{pending.pk}/"
    version = staff.get(url).context["stamp"]
    return staff.post(url, {"stamp": version}, follow=True)


def an_xlsx(*rows: tuple[object, ...]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(content)
    return content.getvalue()


MOST_LINES = MAPPING_FILES.most_lines


def read_file(content: bytes, name: str) -> list[tuple[int, str, str, str]]:
    """The lines of a file, its columns as they were guessed."""
    company = a_company()
    return lines_of(keep_upload(MAPPING_FILES, company, content, name=name, by=a_user(company)))


ONE = [(2, "Ground", "UPS_GROUND", "Yes")]


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "Ground,UPS_GROUND,Yes\r\n").encode(),
        ("\ufeff" + HEAD + "Ground,UPS_GROUND,Yes\r\n").encode(),
        (HEAD + "Ground,UPS_GROUND,Yes\n").replace(",", ";").encode("utf-8-sig"),
        (HEAD + "Ground,UPS_GROUND,Yes").replace(",", "\t").encode("utf-16"),
        b"rush service,SHIPPING  CODE,note,website method name\nYes,UPS_GROUND,x,Ground\n",
        HEAD.encode() + b'"Ground","UPS_GROUND","Yes"\n\n,,\n',
    ],
)
def test_every_kind_of_csv(content):
    assert read_file(content, "mapping.csv") == ONE


def test_an_xlsx_is_known_by_its_content_too():
    content = an_xlsx(
        ("Website Method Name", "Shipping code", "Rush Service"), ("Ground", "UPS_GROUND", "Yes")
    )
    assert read_file(content, "mapping.csv") == ONE
    numbers = an_xlsx(("Website Method Name", "Shipping code", "Rush Service"), (24, "RM", True))
    assert read_file(numbers, "a.xlsx") == [(2, "24", "RM", "True")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "neither CSV in UTF-8 nor XLSX"),
        (HEAD.encode(), "headings only"),
        ("Größe".encode("latin-1"), "headings only"),
        (b"PK\x03\x04 broken", "no XLSX that can be read"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither CSV in UTF-8 nor XLSX"),
        ((HEAD + "a,b,\r\n" * (MOST_LINES + 1)).encode(), "more than 10,000 lines"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content, sentence):
    with pytest.raises(UnreadableTable, match=sentence):
        read_file(content, "mapping.csv")


def test_an_unreadable_file_is_told_beside_the_field(company, staff):
    page = upload(staff, company, "").content.decode()
    assert "neither CSV in UTF-8 nor XLSX" in page
    assert not MappingUpload.objects.exists()


@pytest.mark.parametrize("head", ["Name,Code", "Website Method Name,Kind"])
def test_columns_that_are_not_known_are_asked_for(company, staff, head):
    page = upload(staff, company, f"{head}\nGround,UPS_GROUND\n").content.decode()
    assert "Choose the columns that hold the Website Method Name and the Shipping code" in page
    url = f"/shipping-method-mapping/imports/{MappingUpload.objects.get().pk}/"
    staff.post(url, {"act": "check", "name": "0", "service": "1"})
    commit(staff, company)
    assert saved(company) == [("Ground", "UPS_GROUND", False)]


def test_a_report_first_and_nothing_saved_before_commit(company, staff):
    add(company, "Ground")
    add(company, "Stays", "UPS_2DAY")
    add(company, "Same", "DPD_CLASSIC", is_rush=True)
    content = HEAD + "ground,UPS_2DAY,No\r\nNew one,Company default,x\r\nSame,dpd_classic,YES\r\n"
    answer = upload(staff, company, content)
    assert [figure.number for figure in answer.context["report"].figures[:3]] == [1, 1, 0]
    assert answer.context["report"].unchanged == 1
    assert len(saved(company)) == 3
    page = commit(staff, company).content.decode()
    assert "The mapping was saved: 1 added, 1 changed." in page
    assert saved(company) == [
        ("ground", "UPS_2DAY", False),
        ("New one", "", True),
        ("Same", "DPD_CLASSIC", True),
        ("Stays", "UPS_2DAY", False),
    ]
    assert not MappingUpload.objects.exists()


def test_a_file_may_replace_everything(company, staff):
    add(company, "Gone")
    add(company, "Stays")
    answer = upload(staff, company, HEAD + "Stays,UPS_GROUND,\r\n", replaces="on")
    assert answer.context["report"].removed == ["Gone"]
    commit(staff, company)
    assert saved(company) == [("Stays", "UPS_GROUND", False)]


def test_each_wrong_line_is_named_and_nothing_is_saved(company, staff):
    add(company, "Known")
    lines = [
        "Fine,UPS_GROUND,No",
        ",UPS_GROUND,No",
        "Wrong code,UPS_GRUOND,No",
        " fine ,UPS_2DAY,Yes",
        "Rush odd,UPS_GROUND,perhaps",
        "No service,,",
        "known,UPS_GROUND,No",
        "KNOWN,UPS_2DAY,No",
    ]
    answer = upload(staff, company, HEAD + "\r\n".join(lines))
    problems = dict(answer.context["report"].problems)
    assert sorted(problems) == [3, 4, 5, 6, 7, 9]
    assert "Enter the Website Method Name" in problems[3]
    assert "“UPS_GRUOND” is no Shipping Method" in problems[4]
    assert "The same name stands in line 2" in problems[5]
    assert "Enter Yes or No" in problems[6]
    assert problems[7] == "Choose a Shipping Method."
    assert "The same name stands in line 8" in problems[9]
    assert "Commit" not in answer.content.decode()
    commit(staff, company)  # sent all the same
    assert saved(company) == [("Known", "UPS_GROUND", False)]


def test_ten_thousand_lines(company, staff, django_assert_max_num_queries):
    content = HEAD + "".join(f"Method {n},UPS_GROUND,No\r\n" for n in range(MOST_LINES))
    answer = upload(staff, company, content)
    assert answer.context["report"].figures[0].number == MOST_LINES
    with django_assert_max_num_queries(55):  # three requests
        commit(staff, company)
    assert MethodMapping.objects.filter(company=company).count() == MOST_LINES


def test_one_wrong_line_among_ten_thousand_stops_all(company, staff):
    rows = [f"Method {n},UPS_GROUND,No\r\n" for n in range(MOST_LINES)]
    rows[7_776] = "Method 7,UPS_GROUND,No\r\n"
    answer = upload(staff, company, HEAD + "".join(rows))
    ((line, sentence),) = answer.context["report"].problems
    assert line == 7_778
    assert "The same name stands in line 9" in sentence


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_can_be_imported(company, staff, kind):
    add(company, "=SUM(A1)", is_rush=True)
    add(company, "Größe & „Mehr“; 2,5 kg")
    add(company, "Default", "")
    before = saved(company)
    url = f"/companies/{company.pk}/website/shipping-method-mapping/export/?format={kind}"
    content = staff.get(url).content
    other = a_company("Other")
    person = Client()
    person.force_login(a_user(other))
    upload(person, other, content, f"mapping.{kind}")
    commit(person, other)
    assert saved(other) == before


def test_no_cell_is_a_formula(company):
    add(company, "=HYPERLINK(1)")
    rows = MethodMapping.objects.select_related("service__carrier")
    assert b"'=HYPERLINK" in write_csv(rows)
    sheet = load_workbook(io.BytesIO(write_xlsx(rows))).worksheets[0]
    assert sheet["A2"].data_type == "s"


def test_a_mapping_saved_meanwhile_is_told(company, staff):
    upload(staff, company, HEAD + "Ground,UPS_GROUND,No\r\n")
    pending = MappingUpload.objects.get()
    url = f"/companies/{company.pk}/website/shipping-method-mapping/"
    row = {"version": 0, "save": "1", "key": ["n1"], "name": ["A"], "stamp": [""]}
    staff.post(url, row | {"service": ["UPS_GROUND"]})
    answer = staff.post(
        f"/shipping-method-mapping/imports/{pending.pk}/", {"stamp": "0"}, follow=True
    )
    assert "Somebody saved the mapping meanwhile" in answer.content.decode()
    assert saved(company) == [("A", "UPS_GROUND", False)]
