"""Joining stored PDFs into one file, or into a ZIP."""

import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pikepdf

# So many documents are in memory at once; more are joined in parts that lie in the file system.
TOGETHER = 500


@dataclass(slots=True)
class _Contents:
    """What a joined file is told to hold: a bookmark (title, first page from 0) per document."""

    bookmarks: list[tuple[str, int]] = field(default_factory=list)
    pages: int = 0
    with_attachments: int = 0

    def add(self, title: str, document: pikepdf.Pdf) -> None:
        self.bookmarks.append((title, self.pages))
        self.pages += len(document.pages)
        self.with_attachments += bool(len(document.attachments))


def merge(documents: Iterable[tuple[str, bytes]], into: IO[bytes]) -> int:
    """Write all pages of `documents`, in their order, as one PDF into the file `into`.

    Each document is its title and its PDF; the title becomes the bookmark of its first page. A
    single document stays as it is, byte for byte; of none, nothing is written. Returns how many
    documents lost the files attached to them, as the XML of an e-invoice: pages are joined alone.
    """
    waiting = iter(documents)
    parts: list[Path] = []
    contents = _Contents()
    with TemporaryDirectory() as folder:
        while some := list(islice(waiting, TOGETHER)):
            parts.append(Path(folder, f"{len(parts)}.pdf"))
            if len(some) == 1 and len(parts) == 1:
                parts[-1].write_bytes(some[0][1])
            else:
                _join_documents(some, parts[-1], contents)
        if len(parts) > 1:
            whole = Path(folder, "whole.pdf")
            _join_parts(parts, whole, contents)
            parts = [whole]
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, into)
    return contents.with_attachments


def _join_documents(
    documents: Sequence[tuple[str, bytes]], target: Path, contents: _Contents
) -> None:
    first = contents.pages
    with pikepdf.new() as together:
        for title, content in documents:
            with pikepdf.open(BytesIO(content)) as document:
                contents.add(title, document)
                together.pages.extend(document.pages)
        if not first:  # of further parts, only the whole shows its bookmarks
            _write_bookmarks(together, contents)
        together.save(target)


def _join_parts(parts: Sequence[Path], target: Path, contents: _Contents) -> None:
    with pikepdf.new() as together:
        for part in parts:
            with pikepdf.open(part) as document:
                together.pages.extend(document.pages)
        _write_bookmarks(together, contents)
        together.save(target)


def _write_bookmarks(together: pikepdf.Pdf, contents: _Contents) -> None:
    with together.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(*bookmark) for bookmark in contents.bookmarks)


def pack(documents: Iterable[tuple[str, bytes]], into: IO[bytes]) -> None:
    """Write a ZIP of files by name into the file `into`; PDFs are compressed inside already."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as together:
        for name, content in documents:
            together.writestr(name, content)
