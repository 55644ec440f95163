"""How much room is left for documents, and who is told when there is none."""

from pathlib import Path

from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.urls import reverse

from core.full_disk import DocumentsFolder, share_free
from notices import board
from notices.models import Notice, NoticeKind
from settings.models import Company

# With less than so much free, somebody must make room before prints fail.
LEAST_FREE = 0.02


def full_disk() -> str:
    """A sentence where the disk for documents is (nearly) full; '' otherwise, and with S3."""
    if not isinstance(default_storage, DocumentsFolder):
        return ""
    free = share_free(Path(django_settings.MEDIA_ROOT))
    if free >= LEAST_FREE:
        return ""
    return (
        f"The disk for documents is full: {free:.1%} of it is free. New documents, exports and "
        "pictures cannot be kept; orders and tracking numbers are not touched by this. Have the "
        "administrator of the installation make room where MEDIA_ROOT lies."
    )


def tell_of_full_disk() -> None:
    """Put the notice up at every company, or take it down everywhere."""
    sentence = full_disk()
    if sentence:
        for company in Company.objects.active():
            link = reverse("job_list")
            board.put_up(company, NoticeKind.DISK_FULL, sentence, link=link, count=1)
        return
    told = Notice.objects.open().filter(kind=NoticeKind.DISK_FULL)
    for notice in told.select_related("company"):
        board.take_down(notice.company, NoticeKind.DISK_FULL)
