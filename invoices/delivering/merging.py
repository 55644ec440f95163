"""Joining stored PDFs into one file, or into a ZIP."""

import shutil
import zipfile
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pikepdf

# So many documents are in memory at once; more are joined in parts that lie in the file system.
TOGETHER = 500


def merge(documents: Iterable[bytes], into: IO[bytes]) -> None:
    """Write all pages of `documents`, in their order, as one PDF into the file `into`.

    A single document stays as it is, byte for byte; of none, nothing is written.
    """
    waiting = iter(documents)
    parts: list[Path] = []
    with TemporaryDirectory() as folder:
        while some := list(islice(waiting, TOGETHER)):
            parts.append(Path(folder, f"{len(parts)}.pdf"))
            if len(some) == 1:
                parts[-1].write_bytes(some[0])
            else:
                _join([BytesIO(content) for content in some], parts[-1])
        if len(parts) > 1:
            whole = Path(folder, "whole.pdf")
            _join(parts, whole)
            parts = [whole]
        for part in parts:
            with part.open("rb") as file:
                shutil.copyfileobj(file, into)


def _join(sources: Sequence[Path | BytesIO], target: Path) -> None:
    with pikepdf.new() as together:
        for source in sources:
            with pikepdf.open(source) as document:
                together.pages.extend(document.pages)
        together.save(target)


def pack(documents: Iterable[tuple[str, bytes]], into: IO[bytes]) -> None:
    """Write a ZIP of files by name into the file `into`; PDFs are compressed inside already."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as together:
        for name, content in documents:
            together.writestr(name, content)
