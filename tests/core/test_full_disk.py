"""A full disk: no half-written file stays, and jobs and pages say what happened."""

import errno
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from core.full_disk import FULL, DiskFull, DocumentsFolder
from jobs.models import JobStatus
from jobs.run_job import run_job
from notices.models import Notice, NoticeKind
from operations import disks, health
from operations.tasks import look_at_disk
from tests.factories import a_company, a_job, a_user


class FillsTheDisk(ContentFile[bytes]):
    """Content of which the first part fits, and the second does not."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"%PDF-1.7 and so on"
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_no_part_of_the_file_stays(folder):
    with pytest.raises(DiskFull, match="make room"):
        default_storage.save("documents/one.pdf", FillsTheDisk(b""))
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_file_that_was_there_is_left_alone(folder):
    (folder / "one.pdf").write_bytes(b"older")
    with pytest.raises(DiskFull):
        DocumentsFolder()._save("one.pdf", FillsTheDisk(b""))
    assert (folder / "one.pdf").read_bytes() == b"older"


def test_another_trouble_is_not_called_a_full_disk(folder):
    (folder / "documents").write_bytes(b"a file where a folder should be")
    with pytest.raises(OSError, match="not a directory") as caught:
        default_storage.save("documents/one.pdf", ContentFile(b"%PDF"))
    assert not isinstance(caught.value, DiskFull)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [DiskFull(FULL), OSError(errno.EDQUOT, "Quota exceeded")])
def test_a_job_says_so(monkeypatch, error):
    def stopped(*_):
        raise error

    monkeypatch.setattr("jobs.run_job.import_string", lambda _: stopped)
    job = a_job(a_company())
    with suppress(OSError):  # an unexpected one goes to the worker's log too
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.error) == (JobStatus.FAILED, FULL)


@pytest.mark.django_db
def test_a_page_says_so(client, monkeypatch):
    def stopped(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("orders.desk.views.home.health_of", stopped)
    client.force_login(a_user(a_company()))
    answer = client.get(reverse("home"))
    assert answer.status_code == 507
    assert "The disk for documents is full" in answer.content.decode()


@pytest.mark.django_db
def test_notice_and_check_stand_while_there_is_no_room(monkeypatch):
    company = a_company()
    monkeypatch.setattr(disks, "share_free", lambda _: 0.01)
    look_at_disk()
    notice = Notice.objects.open().get(company=company)
    assert (notice.kind, "1.0%" in notice.message) == (NoticeKind.DISK_FULL, True)
    (check,) = [check for check in health.checks() if check.name == "Disk for documents"]
    assert (check.is_good, check.is_bearable) == (False, True)
    monkeypatch.undo()
    look_at_disk()
    assert not Notice.objects.open().filter(kind=NoticeKind.DISK_FULL).exists()
