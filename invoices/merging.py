"""Joining stored PDFs into one file, or into a ZIP."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

import pikepdf


def merged(documents: Iterable[bytes]) -> bytes:
    """All pages of `documents`, in their order; a single document stays as it is, byte for byte."""
    every = list(documents)
    if len(every) == 1:
        return every[0]
    with pikepdf.new() as together:
        for content in every:
            with pikepdf.open(BytesIO(content)) as document:
                together.pages.extend(document.pages)
        file = BytesIO()
        together.save(file)
    return file.getvalue()


def zipped(documents: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP of files by name; PDFs are compressed inside already."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as together:
        for name, content in documents:
            together.writestr(name, content)
    return file.getvalue()
