"""Documents and files of jobs in an S3-compatible storage: no machine's own folder is needed."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from cscart_connector import documents_storage as module
from cscart_connector.documents_storage import documents_storage
from invoices.issuing.filing import DamagedDocument, content_of, file_one
from invoices.issuing.issuing import issue_invoices
from invoices.models import IssuedDocument
from jobs import queue
from jobs.files import keep_file
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from tests.factories import a_job, an_order

KEYS = {"access_key": "not-a-key", "secret_key": "not-a-secret", "region": "eu-central-1"}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a storage that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings, tmp_path) -> Any:
    """A bucket that holds all files; the machine's folder must stay empty."""
    s3 = boto3.resource(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
        region_name=KEYS["region"],
    )
    bucket = s3.Bucket("desk")
    bucket.create(CreateBucketConfiguration={"LocationConstraint": KEYS["region"]})
    default = documents_storage(bucket="desk", endpoint=endpoint, folder="documents", **KEYS)
    settings.STORAGES = {**settings.STORAGES, "default": default}
    settings.MEDIA_ROOT = tmp_path
    yield bucket
    assert list(tmp_path.iterdir()) == [], "a file was written beside the storage"
    bucket.objects.delete()
    bucket.delete()


def names(bucket: Any) -> list[str]:
    return [item.key for item in bucket.objects.all()]


@pytest.mark.django_db
def test_an_issued_pdf_is_written_read_and_checked_in_the_bucket(bucket, company, staff):
    order = an_order(company)
    row = file_one(issue_invoices(company, [order.pk], by=None)[0][0])
    (name,) = names(bucket)
    assert name == f"documents/{row.file.name}"
    read_again = IssuedDocument.objects.get()
    assert content_of(read_again).startswith(b"%PDF")
    page = staff.get(reverse("issued_document", args=[row.pk]))
    assert page.content == content_of(read_again)
    bucket.Object(name).put(Body=b"%PDF forged")
    with pytest.raises(DamagedDocument, match="fingerprint differs"):
        content_of(IssuedDocument.objects.get())
    bucket.Object(name).delete()
    with pytest.raises(DamagedDocument, match="not in the storage"):
        content_of(IssuedDocument.objects.get())


@pytest.mark.django_db
def test_a_jobs_file_is_downloaded_from_the_bucket_and_goes_with_the_job(bucket, company, staff):
    job = a_job(company, kind="export_orders", status=JobStatus.COMPLETED)
    keep_file(job, "orders.csv", ContentFile(b"number\n97\n"))
    keep_file(job, "orders.csv", ContentFile(b"number\n98\n"))
    assert len(names(bucket)) == 1, "the file of an earlier attempt is replaced"
    answer = staff.get(reverse("job_file", args=[job.pk]))
    assert b"".join(answer.streaming_content) == b"number\n98\n"
    assert job.result_size == 10
    queue.delete([job.pk])
    assert names(bucket) == []


@pytest.mark.django_db
def test_many_invoices_are_printed_into_one_file_in_the_bucket(bucket, company):
    orders = [an_order(company, number).pk for number in ("97", "98")]
    job = a_job(company, kind="print_invoices", parameters={"orders": orders, "as_zip": True})
    run_job(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.status, job.counts) == (JobStatus.COMPLETED, {"printed": 2})
    assert len(names(bucket)) == 3
    assert f"documents/{job.result_file.name}" in names(bucket)


@pytest.mark.django_db
def test_a_logo_is_uploaded_into_the_bucket_and_shown_from_it(bucket, company, staff):
    company.logo.save("logo.png", ContentFile(b"\x89PNG"))
    answer = staff.get(reverse("company_logo", args=[company.pk]))
    assert b"".join(answer.streaming_content) == b"\x89PNG"
    bucket.objects.delete()
    assert staff.get(reverse("company_logo", args=[company.pk])).status_code == 404


def test_without_a_bucket_files_lie_in_the_folder():
    nothing = dict.fromkeys(["bucket", "endpoint", "folder", *KEYS], "")
    assert documents_storage(**nothing) == {"BACKEND": "core.full_disk.DocumentsFolder"}


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(ImproperlyConfigured, match=r"requirements-s3\.txt"):
        documents_storage(bucket="desk", endpoint="", folder="", **KEYS)
