"""Drawing issued documents and keeping them: the file, once there, is never written again."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from core.refusals import Refused
from invoices.document import Document, DocumentKind
from invoices.drawing.pdf_workers import draw_one
from invoices.drawing.renderer_choice import assets_of, renderer_of
from invoices.drawing.renderers.task import (
    CannotDraw,
    ChannelSpecific,
    DrawingFailure,
    DrawingTask,
    DrawnPdf,
    Plugin,
    Renderer,
)
from invoices.issuing.issuing import document_of
from invoices.models import IssuedDocument
from settings.models import Company


class DamagedDocument(Refused):
    """A stored document is gone or is not what was issued. The message says which."""


def file_one(row: IssuedDocument) -> IssuedDocument:
    """Draw the document where it has no file yet. Raises `CannotDraw`, noted on the row too."""
    if row.file:
        return row
    task = DrawingTasks(row.company).task(document_of(row))
    try:
        drawn = draw_one(task)
    except CannotDraw as reason:
        _note_failure(row, str(reason))
        raise
    return _file(row, drawn)


def file_outcome(row: IssuedDocument, outcome: DrawnPdf | DrawingFailure) -> str:
    """Keep what a PDF worker made of the document; why it could not be drawn, '' where it could."""
    if isinstance(outcome, DrawingFailure):
        _note_failure(row, outcome.sentence)
        return outcome.sentence
    _file(row, outcome)
    return ""


def content_of(row: IssuedDocument) -> bytes:
    """The PDF as it was issued. Raises `DamagedDocument`."""
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except (FileNotFoundError, ValueError) as error:
        raise DamagedDocument(
            f"The PDF of {row} is not in the storage. Bring it back from a backup."
        ) from error
    if hashlib.sha256(content).hexdigest() != row.content_hash:
        raise DamagedDocument(
            f"The stored PDF of {row} is not what was issued: its fingerprint differs. "
            "Bring it back from a backup."
        )
    return content


class DrawingTasks:
    """Makes tasks for the documents of one company; asks once what they are drawn by."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._renderers: dict[DocumentKind, Renderer] = {}
        self._assets: dict[tuple[str, bool], dict[str, bytes]] = {}

    def task(self, document: Document) -> DrawingTask:
        """What draws `document` by the company's present preferences."""
        if document.kind not in self._renderers:
            self._renderers[document.kind] = renderer_of(self._company, document.kind)
        renderer = self._renderers[document.kind]
        has_own_pictures = isinstance(renderer, ChannelSpecific | Plugin)
        wanted = (document.logo, has_own_pictures)
        if wanted not in self._assets:
            self._assets[wanted] = assets_of(
                self._company, document.logo, all_pictures=has_own_pictures
            )
        return DrawingTask(document=document, renderer=renderer, assets=self._assets[wanted])


def _file(row: IssuedDocument, drawn: DrawnPdf) -> IssuedDocument:
    with transaction.atomic():
        kept = IssuedDocument.objects.select_for_update().defer("facts").get(pk=row.pk)
        if kept.file:  # another worker was faster; what it filed stands
            row.file, row.content_hash, row.size = kept.file, kept.content_hash, kept.size
            return row
        row.file.save("document.pdf", ContentFile(drawn.pdf), save=False)
        row.content_hash = hashlib.sha256(drawn.pdf).hexdigest()
        row.size, row.remark, row.error = len(drawn.pdf), drawn.remark, ""
        row.save(update_fields=["file", "content_hash", "size", "remark", "error"])
    return row


def _note_failure(row: IssuedDocument, sentence: str) -> None:
    row.error = sentence
    row.save(update_fields=["error"])
