"""Erasing a customer: the whole database is searched for the person afterwards."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from core.redaction import Redaction
from core.refusals import Refused
from invoices.issuing.filing import content_of, file_one
from invoices.issuing.issuing import issue_invoices
from invoices.models import InvoiceMail, IssuedDocument, MailState
from jobs.files import keep_file
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders import erasure
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.importing.intake import note_failed, receive
from orders.models import (
    LeftOutOrder,
    Order,
    OrderConflict,
    OrderDocument,
    OrderEvent,
    OrderNote,
    Refund,
    Rma,
    RmaStatus,
    SavedView,
)
from records.customers.finding import find_customer
from records.models import CustomerRequest, Retention
from tests.factories import (
    PAID,
    SHIPPED,
    a_company,
    a_customer,
    a_job,
    a_store_order,
    a_user,
    an_address,
)
from tests.records.dump import database_dump
from uploads.keeping import keep_lines

EMAIL = "wilhelmina@quastenberg.example"
PERSON = {
    "first_name": "Wilhelmina",
    "last_name": "Quastenberg",
}
# None of these may be anywhere afterwards.
TELLING = ("wilhelmina", "quastenberg", "Rosenpfad", "4930112358", "Zwiebelhausen", "geheimnis")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def her_order(number: str = "97", **fields: Any) -> Any:
    """What the store says of an order of hers; it has been shipped."""
    address = an_address(**PERSON, address1="Rosenpfad 7", city="Zwiebelhausen", country="DE")
    customer = a_customer(**PERSON, email=EMAIL, phone="+4930112358", store_customer_id="4711")
    document = {"order_id": number, "email": EMAIL, "lastname": "Quastenberg"}
    defaults: dict[str, Any] = {
        "status": SHIPPED,
        "customer": customer,
        "billing_address": address,
        "shipping_address": address,
        "customer_note": "geheimnis: ring at the back door",
        "document": document,
    }
    return a_store_order(number, **{**defaults, **fields})


def a_life(company) -> Order:
    """An order of hers with everything that may come to tell of her."""
    receive(company, [her_order(status=PAID, customer=a_customer(**PERSON, email=EMAIL))])
    receive(company, [her_order()])  # her phone number changed: event and Change Log
    order, by = Order.objects.get(company=company), a_user(company)
    OrderNote.objects.create(order=order, kind="general", text="Mrs Q. has a geheimnis", by=by)
    for kind in ("note", "edited", "rma", "status"):
        message = "In Process → On Hold. geheimnis"
        OrderEvent.objects.create(order=order, kind=kind, message=message)
    OrderConflict.objects.create(order=order, kind="address_changed", message="To: Rosenpfad 7")
    Refund.objects.create(order=order, reason="Other", comment="geheimnis")
    Rma.objects.create(order=order, description="geheimnis", status=RmaStatus.CLOSED)
    order.payments.update(note="geheimnis", reference="Quastenberg 12")
    document = file_one(issue_invoices(company, [order.pk], by=by)[0][0])
    InvoiceMail.objects.create(document=document, recipient=EMAIL, state=MailState.SENT)
    OrderEvent.objects.create(order=order, kind="invoice", message=f"It was e-mailed to {EMAIL}.")
    ended = {"status": JobStatus.COMPLETED, "finished_at": timezone.now()}
    export = a_job(company, kind="export_orders", parameters={"query": f"q={EMAIL}"}, **ended)
    keep_file(export, "orders.csv", ContentFile(EMAIL.encode()))
    rows = [{"number": "97", "sentence": f"E-mail changed from “{EMAIL}” to nothing."}]
    preview = a_job(company, kind="preview_import", result={"rows": rows}, **ended)
    preview.log_lines.create(message="Order 97 of Quastenberg could not be imported.")
    lines = [(2, ["97", "W. Quastenberg"])]
    keep_lines(TRACKING_FILES, company, ["Order", "Name"], lines, {}, name="f.csv", by=by)
    note_failed(company, her_order("99"), "Its total cannot be read.")
    SavedView.objects.create(owner=by, name="Her", query="q=wilhelmina%40quastenberg.example")
    return order


def erase(company) -> Job:
    request = CustomerRequest.objects.create(
        company=company, kind="erasure", email=EMAIL.upper(), requested_by=a_user(company)
    )
    job = a_job(company, kind="erase_customer", parameters={"request": request.pk})
    run_job(job.pk)
    job.refresh_from_db()
    return job


def told(text: str) -> list[str]:
    return [word for word in TELLING if word.casefold() in text.casefold()]


@pytest.mark.django_db(transaction=True)
def test_after_an_erasure_the_database_and_the_files_do_not_know_the_person(company, tmp_path):
    order = a_life(company)
    receive(company, [a_store_order("98")])
    assert len(told(database_dump())) == len(TELLING), "the search finds what there is"
    job = erase(company)
    assert (job.status, job.error) == (JobStatus.COMPLETED, "")
    assert job.counts["orders"] == job.counts["left_out"] == job.counts["documents_kept"] == 1
    # The next imports say it all again, once unchanged and once with news.
    receive(company, [her_order()])
    receive(company, [her_order(invoice_number="R-1")])
    note_failed(company, her_order("99"), "Its date cannot be read.")
    assert told(database_dump()) == []
    files = [path for path in Path(tmp_path).rglob("*") if path.is_file()]
    kept = IssuedDocument.objects.get(order=order)
    assert [path.name for path in files] == [Path(str(kept.file.name)).name]


@pytest.mark.django_db(transaction=True)
def test_the_order_stays_with_its_amounts_goods_and_place_of_tax(company):
    order = a_life(company)
    erase(company)
    order.refresh_from_db()
    assert (order.grand_total, order.lines.get().sku) == (a_store_order().totals.total, "TS-RED")
    places = set(order.addresses.values_list("country", "state", "city"))
    assert places == {("DE", "MA", "")}
    assert order.erased_at is not None
    assert OrderDocument.objects.get(order=order).document == {}
    status = order.events.filter(kind="status").first()
    assert status is not None
    assert status.message == "In Process → On Hold."
    newest = order.events.first()
    assert newest is not None
    assert (newest.kind, newest.message) == ("erasure", "The customer's data were erased.")
    others = Order.objects.exclude(pk=order.pk)
    assert all(other.customer_email for other in others)


@pytest.mark.django_db
def test_an_import_after_the_erasure_brings_news_and_nobody_back(company):
    a_life(company)
    erase(company)
    order = Order.objects.get(erased_at__isnull=False)
    events = order.events.count()
    assert len(receive(company, [her_order()]).updated) == 1, "it is compared again, once"
    assert order.events.count() == events, "and nothing of it is news"
    assert len(receive(company, [her_order()]).unchanged) == 1
    receive(company, [her_order(invoice_number="R-1")])
    order.refresh_from_db()
    assert (order.invoice_number, order.customer_name) == ("R-1", "")
    assert not OrderDocument.objects.kept().filter(order=order).exists()


@pytest.mark.django_db
def test_the_invoice_stays_for_tax_law_and_goes_afterwards(company):
    order = a_life(company)
    row = IssuedDocument.objects.get(order=order)
    content = content_of(row)
    erase(company)
    row.refresh_from_db()
    assert content_of(row) == content
    assert row.facts["bill_to"]["name"] == ""
    run_job(a_job(company, kind="remove_old_data").pk)
    assert IssuedDocument.objects.get(pk=row.pk).file
    IssuedDocument.objects.update(issued_on=date(2011, 1, 1))
    run_job(a_job(company, kind="remove_old_data").pk)
    row.refresh_from_db()
    assert (bool(row.file), row.number != "") == (False, True)


@pytest.mark.django_db
def test_an_invoice_older_than_tax_law_asks_goes_at_once(
    company, django_capture_on_commit_callbacks
):
    Retention.objects.create(company=company, tax_years=2)
    order = a_life(company)
    IssuedDocument.objects.update(issued_on=date(2023, 1, 1))
    name, storage = (
        str(IssuedDocument.objects.get().file.name),
        IssuedDocument.objects.get().file.storage,
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(company).counts["documents_removed"] == 1
    assert not storage.exists(name)
    assert not IssuedDocument.objects.get(order=order).file


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda order: Order.objects.update(order_status="in_process"), "ship it, or cancel it"),
        (lambda order: Rma.objects.update(status=RmaStatus.OPEN), "is Open: close it"),
        (lambda order: InvoiceMail.objects.update(state=MailState.WAITING), "waits to be e-mailed"),
        (lambda order: IssuedDocument.objects.update(file=""), "print it first"),
    ],
)
@pytest.mark.django_db
def test_it_refuses_while_the_data_are_needed_and_says_what_to_do(company, change, says):
    order = a_life(company)
    change(order)
    job = erase(company)
    assert job.status == JobStatus.FAILED
    assert says in job.error
    order.refresh_from_db()
    assert (order.customer_email, order.erased_at) == (EMAIL, None)
    assert CustomerRequest.objects.get().email == "", "a refused request names nobody"


@pytest.mark.django_db
def test_the_action_itself_refuses_an_open_order(company):
    receive(company, [her_order(status=PAID)])
    order = Order.objects.get()
    with pytest.raises(Refused, match="ship it, or cancel it"):
        erasure.erase(order.pk, Redaction([EMAIL]), by=None)


@pytest.mark.django_db
def test_an_erasure_that_was_cut_short_goes_on(company, monkeypatch):
    a_life(company)
    receive(company, [her_order("100")])

    def cut_short(*_: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("records.customers.erasing.remove_traces", cut_short)
        with pytest.raises(KeyboardInterrupt):
            erase(company)
    job = Job.objects.get(kind="erase_customer")
    assert not find_customer(company, EMAIL).orders
    Job.objects.filter(pk=job.pk).update(status=JobStatus.SUBMITTED)
    run_job(job.pk)
    assert Job.objects.get(pk=job.pk).status == JobStatus.COMPLETED
    assert told(json.dumps(list(Job.objects.values("parameters", "result")))) == []


@pytest.mark.django_db
def test_other_companies_keep_theirs(company):
    a_life(company)
    other = a_company()
    receive(other, [her_order()])
    erase(company)
    assert Order.objects.get(company=other).customer_email == EMAIL
    assert not LeftOutOrder.objects.filter(packed_document__isnull=False).exists()


@pytest.mark.django_db
def test_an_export_holds_everything_for_people_and_programs(company):
    order = a_life(company)
    request = CustomerRequest.objects.create(company=company, kind="export", email=EMAIL)
    job = a_job(company, kind="export_customer", parameters={"request": request.pk})
    run_job(job.pk)
    job.refresh_from_db()
    assert job.counts == {"orders": 1, "documents": 1, "left_out": 1}
    with job.result_file.open("rb") as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    facts = json.loads(archive.read("customer.json"))
    page = archive.read("customer.html").decode()
    for text in (json.dumps(facts), page):
        assert sorted(told(text)) == sorted(TELLING)
    assert facts["orders"][0]["facts"]["id"] == order.pk
    document = IssuedDocument.objects.get(order=order)
    assert archive.read(f"documents/{document.file_name}") == content_of(document)
    request.refresh_from_db()
    assert (request.email, request.ended_at is not None) == ("", True)


def post(staff, company, name: str, **data: str) -> Any:
    return staff.post(reverse(name, args=[company.pk]), data)


@pytest.mark.django_db
def test_staff_find_a_customer_and_confirm_by_typing(staff, company):
    a_life(company)
    page = post(staff, company, "customer_data", email=EMAIL).content.decode()
    assert "Type the e-mail address again" in page
    wrong = post(staff, company, "customer_erasure", email=EMAIL, confirmation="yes")
    assert "This is another address" in wrong.content.decode()
    assert not CustomerRequest.objects.exists()
    post(staff, company, "customer_erasure", email=EMAIL, confirmation=EMAIL)
    job = Job.objects.get(kind="erase_customer")
    assert told(str(job.parameters) + job.subject) == [], "the job does not name the person"
    run_job(job.pk)
    again = post(staff, company, "customer_data", email=EMAIL).content.decode()
    assert "Nothing is known of" in again


@pytest.mark.django_db
def test_the_page_refuses_with_a_sentence_while_an_order_is_open(staff, company):
    receive(company, [her_order(status=PAID)])
    page = post(staff, company, "customer_data", email=EMAIL).content.decode()
    assert "ship it, or cancel it" in page
    assert "Type the e-mail address again" not in page
    forged = post(staff, company, "customer_erasure", email=EMAIL, confirmation=EMAIL)
    assert "ship it, or cancel it" in forged.content.decode()
    assert not Job.objects.filter(kind="erase_customer").exists()


@pytest.mark.django_db
def test_staff_ask_for_an_export(staff, company):
    a_life(company)
    answer = post(staff, company, "customer_export", email=EMAIL)
    job = Job.objects.get(kind="export_customer")
    assert answer.url == reverse("job_detail", args=[job.pk])
    nobody = post(staff, company, "customer_export", email="nobody@example.com")
    assert "Nothing is known of" in nobody.content.decode()
