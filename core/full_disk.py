"""A full disk is named, on the page and in the job, and leaves no half-written file."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.refusals import Refused

FULL = (
    "The disk for documents is full, so this could not be kept. Nothing that was kept before is "
    "lost. Have the administrator of the installation make room, then do it again."
)


class DiskFull(Refused):
    """There is no room for a file. The message says what to do."""


def is_full_disk(error: OSError) -> bool:
    """Whether the disk, or what this user may take of it, is full."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT)


def share_free(folder: Path) -> float:
    """How much of the disk of `folder` is free, 0 to 1. The folder need not be there yet."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return usage.free / usage.total if usage.total else 1.0


class DocumentsFolder(FileSystemStorage):
    """Files in MEDIA_ROOT. Where there is no room, no part of a file stays: raises `DiskFull`."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        path = Path(self.path(name))
        was_there = path.exists()
        try:
            saved: str = super()._save(name, content)  # type: ignore[misc]  # stubs lack it
        except OSError as error:
            if not is_full_disk(error):
                raise
            if not was_there:  # names carry random letters or the record's number: it is ours
                path.unlink(missing_ok=True)
            raise DiskFull(FULL) from error
        return saved


class TellOfFullDisk:
    """Middleware: a page that says so, where a view was stopped by a full disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 507 (Insufficient Storage) with the sentence; leave other errors alone."""
        is_full = isinstance(error, OSError) and is_full_disk(error)
        if not (is_full or isinstance(error, DiskFull)):
            return None
        return render(request, "507.html", {"sentence": FULL}, status=507)
