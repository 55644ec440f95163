"""Test Settings as a job, and the store's statuses that it reads."""

import pytest
from django.urls import reverse

from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.importing.intake import receive
from orders.models import Order
from settings.models import StatusReading, StatusUploads, WebsiteStatus
from stores.port import Finding, StoreStatus, Verdict
from tests.factories import CANCELLED, PAID, SHIPPED, a_job, a_store_order

pytestmark = pytest.mark.django_db

GOOD = Finding(item="List orders", verdict=Verdict.WORKS, sentence="Orders can be downloaded.")
BAD = Finding(item="List shipments", verdict=Verdict.FAILED, sentence="Give the right.")


@pytest.fixture
def tested_store(fake_store, monkeypatch):
    monkeypatch.setattr("stores.testing.open_store", lambda _connection: fake_store)
    fake_store.findings = [GOOD]
    fake_store.listed_statuses = [PAID, SHIPPED, CANCELLED]
    return fake_store


def run_test(company) -> Job:
    job = a_job(company, kind="test_settings")
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_findings_are_shown_with_their_sentences(staff, company, tested_store):
    tested_store.findings = [GOOD, BAD]
    job = run_test(company)
    assert (job.status, job.counts) == (JobStatus.PARTIAL_SUCCESS, {"works": 1, "failed": 1})
    text = staff.get(reverse("connection_test", args=[company.pk])).content.decode()
    assert "Orders can be downloaded." in text
    assert "Give the right." in text
    assert tested_store.is_closed


def test_the_first_test_reads_the_statuses_and_proposes_what_to_set(company, tested_store):
    run_test(company)
    names = WebsiteStatus.objects.values_list("name", "usual_reading")
    assert list(names) == [("Paid", "paid"), ("Complete", "shipped"), ("Canceled", "cancelled")]
    uploads = StatusUploads.objects.get(connection__company=company)
    assert (uploads.on_shipped, uploads.on_cancel, uploads.on_full_refund) == ("C", "I", "I")
    assert uploads.on_partial_refund == ""


def test_what_staff_chose_survives_the_next_test(company, tested_store):
    run_test(company)
    WebsiteStatus.objects.filter(code="C").update(chosen_reading="paid")
    StatusUploads.objects.update(on_shipped="")
    renamed = StoreStatus(code="C", name="Ready", reading=StatusReading.SHIPPED)
    tested_store.listed_statuses = [PAID, renamed]
    run_test(company)
    row = WebsiteStatus.objects.get(code="C")
    assert (row.name, row.reading) == ("Ready", "paid")
    assert StatusUploads.objects.get(connection__company=company).on_shipped == ""
    assert WebsiteStatus.objects.count() == 3  # one that left the list may still be on orders


def test_nothing_is_read_with_a_login_that_does_not_work(company, tested_store):
    tested_store.findings = [Finding(item="Sign in", verdict=Verdict.FAILED, sentence="No.")]
    run_test(company)
    assert not WebsiteStatus.objects.exists()


def test_pressing_twice_tests_once(staff, company):
    for _ in range(2):
        answer = staff.post(reverse("connection_test_start", args=[company.pk]))
        assert answer.url == reverse("connection_test", args=[company.pk])
    assert Job.objects.count() == 1


def test_without_a_login_there_is_nothing_to_test(staff, company):
    company.connection.api_key = ""
    company.connection.save()
    answer = staff.post(reverse("connection_test_start", args=[company.pk]), follow=True)
    assert "There is nothing to test yet." in answer.content.decode()
    assert not Job.objects.exists()


def test_statuses_are_read_as_staff_chose(staff, company, tested_store):
    run_test(company)
    page = reverse("website_statuses", args=[company.pk])
    formset = staff.get(page + "?edit=1").context["readings"]
    data = {"status-TOTAL_FORMS": "3", "status-INITIAL_FORMS": "3"}
    for number, form in enumerate(formset):
        data[f"status-{number}-id"] = str(form.instance.pk)
        data[f"status-{number}-chosen_reading"] = "unpaid" if form.instance.code == "P" else ""
    answer = staff.post(page, data | {"on_shipped": "C", "mails_on_shipped": "on"})
    assert answer.status_code == 302
    assert WebsiteStatus.objects.get(code="P").reading == StatusReading.UNPAID
    uploads = StatusUploads.objects.get(connection__company=company)
    assert (uploads.on_shipped, uploads.on_cancel, uploads.mails_on_cancel) == ("C", "", False)


def test_another_reading_or_scope_makes_the_next_import_look_at_everything(company, tested_store):
    tested_store.put(a_store_order("97"))
    run_job(a_job(company).pk)
    run_job(a_job(company).pk)
    assert tested_store.asked_since[1] is not None
    run_test(company)
    WebsiteStatus.objects.filter(code="P").update(chosen_reading="shipped")
    run_job(a_job(company).pk)
    company.connection.scope_company_id = "2"
    company.connection.save()
    run_job(a_job(company).pk)
    assert tested_store.asked_since[2:] == [None, None]


def test_the_channel_order_number_links_to_the_store(staff, company):
    company.connection.website_order_view_url = "https://shop.example/o?id={order_id}"
    company.connection.save()
    receive(company, [a_store_order("97")])
    text = staff.get(reverse("order_detail", args=[Order.objects.get().pk])).content.decode()
    assert 'href="https://shop.example/o?id=97"' in text
