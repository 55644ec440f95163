"""Data Retention: what goes, what stays, and that an import notices nothing of it."""

from datetime import timedelta
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from jobs.files import keep_file
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from notices import board
from notices.models import Notice, NoticeKind
from orders.fulfilment.tracking_files.tracking_kind import TRACKING_FILES
from orders.importing.intake import receive
from orders.models import ItemCostUpload, Order, OrderDocument, OrderEvent
from records.models import Retention
from records.retention.schedule import start_due_removals
from records.tasks import remove_old_data
from settings.change_log import entries_of_company
from tests.factories import a_company, a_job, a_store_order, a_user, an_order
from uploads.keeping import keep_lines

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def a_done_order(company, number="97", **columns) -> Order:
    """An order that was cancelled and last refreshed long ago."""
    order = an_order(company, number, document={"order_id": number, "note": "Dear shop"})
    columns = {"order_status": "cancelled", "refreshed_at": LONG_AGO, **columns}
    Order.objects.filter(pk=order.pk).update(**columns)
    return order


def remove(company) -> Job:
    job = a_job(company, kind="remove_old_data")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.COMPLETED
    return job


def test_raw_documents_of_orders_that_are_done_go_and_those_of_open_orders_stay(company):
    done, still_open = a_done_order(company), a_done_order(company, "98", order_status="on_hold")
    recent = a_done_order(company, "99", refreshed_at=timezone.now())
    elsewhere = a_done_order(a_company())
    assert remove(company).counts == {"removed": 1, "raw_documents": 1}
    kept = OrderDocument.objects.kept().values_list("order_id", flat=True)
    assert set(kept) == {still_open.pk, recent.pk, elsewhere.pk}
    assert OrderDocument.objects.get(order=done).document == {}


def test_an_import_after_the_removal_sees_no_change(company):
    order = a_done_order(company)
    remove(company)
    events = OrderEvent.objects.filter(order=order).count()
    again = receive(company, [a_store_order("97", document={"order_id": "97"})])
    assert [incoming.key for incoming in again.unchanged] == ["97"]
    assert OrderEvent.objects.filter(order=order).count() == events
    receive(company, [a_store_order("97", customer_note="New", document={"order_id": "97"})])
    kept = OrderDocument.objects.get(order=order)
    assert (kept.removed_at, kept.document) == (None, {"order_id": "97"})


def test_a_replay_passes_removed_documents_over(company, fake_store):
    a_done_order(company)
    remove(company)
    job = a_job(company, kind="replay_orders")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.counts) == (JobStatus.COMPLETED, {})


def test_the_page_of_a_removed_document_says_so(staff, company):
    order = a_done_order(company)
    remove(company)
    text = staff.get(reverse("order_document", args=[order.pk])).content.decode()
    assert "The raw document was removed" in text
    assert reverse("data_retention", args=[company.pk]) in text


def test_old_jobs_go_with_their_files_but_never_the_newest_of_their_kind(company):
    ended = {"status": JobStatus.COMPLETED, "finished_at": LONG_AGO, "counts": {"created": 1}}
    old = a_job(company, **ended)
    keep_file(old, "orders.csv", ContentFile(b"1"))
    newest, elsewhere = a_job(company, **ended), a_job(a_company(), **ended)
    job = remove(company)
    assert job.counts == {"removed": 1, "jobs": 1}
    assert set(Job.objects.values_list("pk", flat=True)) == {newest.pk, elsewhere.pk, job.pk}
    assert not old.result_file.storage.exists(str(old.result_file.name))


def test_uploads_ended_notices_and_old_changes_go(company):
    Retention.objects.create(company=company, change_log_days=365)
    by = a_user(company)
    ItemCostUpload.objects.create(company=company, file_name="costs.csv", uploaded_by=by)
    upload = keep_lines(TRACKING_FILES, company, [], [], {}, name="tracking.csv", by=by)
    at_work = keep_lines(TRACKING_FILES, company, [], [], {}, name="now.csv", by=by)
    type(at_work).objects.filter(pk=at_work.pk).update(job=a_job(company, kind="import_tracking"))
    for model in (ItemCostUpload, type(upload)):
        model.objects.update(uploaded_at=LONG_AGO)
    for kind in (NoticeKind.NO_ORDERS, NoticeKind.DIFFERENCES):
        board.put_up(company, kind, "Look.", link="/")
    Notice.objects.filter(kind=NoticeKind.NO_ORDERS).update(ended_at=LONG_AGO)
    Notice.objects.filter(kind=NoticeKind.DIFFERENCES).update(began_at=LONG_AGO)
    LogEntry.objects.update(timestamp=LONG_AGO)
    company.name = "Renamed"
    company.save()
    counts = remove(company).counts
    assert (counts["uploads"], counts["notices"]) == (2, 1)
    assert counts["changes"] > 0
    assert list(type(upload).objects.all()) == [at_work]
    assert Notice.objects.get().kind == NoticeKind.DIFFERENCES
    left = entries_of_company(company)
    assert left.filter(changes__has_key="name").exists()
    assert not left.filter(timestamp=LONG_AGO).exists()


def test_what_is_kept_for_ever_stays(company):
    Retention.objects.create(
        company=company, raw_documents_days=None, jobs_days=None, notices_days=None
    )
    a_done_order(company)
    assert remove(company).counts == {}
    assert OrderDocument.objects.kept().count() == 1


def test_each_company_has_one_removal_a_day(company):
    other = a_company()
    assert len(start_due_removals()) == 2
    Job.objects.update(status=JobStatus.COMPLETED)
    remove_old_data()
    assert Job.objects.count() == 2
    Job.objects.filter(company=other).update(submitted_at=timezone.now() - timedelta(hours=24))
    assert len(start_due_removals()) == 1


def saved(staff, company, **data: Any) -> Any:
    usual = {"raw_documents_days": "365", "jobs_days": "90", "uploads_days": "90"}
    usual |= {"notices_days": "365", "change_log_days": "", "tax_years": "10"}
    return staff.post(reverse("data_retention", args=[company.pk]), {**usual, **data})


def test_staff_choose_how_long_and_the_change_log_tells(staff, company):
    assert saved(staff, company, raw_documents_days="60", jobs_days="").status_code == 302
    retention = Retention.objects.get(company=company)
    assert (retention.raw_documents_days, retention.jobs_days) == (60, None)
    assert saved(staff, company, raw_documents_days="90").status_code == 302
    assert LogEntry.objects.filter(changes__raw_documents_days=["60", "90"]).exists()


def test_less_than_open_work_needs_is_refused_by_form_and_database(staff, company):
    answer = saved(staff, company, raw_documents_days="29", change_log_days="30")
    assert "greater than or equal to 30" in answer.content.decode()
    assert "greater than or equal to 365" in answer.content.decode()
    with pytest.raises(IntegrityError):
        Retention.objects.create(company=company, jobs_days=1)


def test_the_page_says_what_is_to_go_and_what_went(staff, company):
    a_done_order(company)
    path = reverse("data_retention", args=[company.pk])
    assert "Remove 1 now" in staff.get(path).content.decode()
    answer = staff.post(reverse("data_removal", args=[company.pk]))
    job = Job.objects.get(kind="remove_old_data")
    assert answer.url == reverse("job_detail", args=[job.pk])
    run_job(job.pk)
    page = staff.get(path)
    assert "Remove 1 now" not in page.content.decode()
    assert [run.counts["removed"] for run in page.context["runs"]] == [1]
