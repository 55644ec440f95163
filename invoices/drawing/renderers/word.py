"""Word to PDF: docxtpl fills the template in, dxpdf (or LibreOffice, where configured) draws it."""

import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

import dxpdf
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from invoices.document import Document
from invoices.drawing.fonts import missing_scripts
from invoices.drawing.renderers.task import CannotDraw, DrawnPdf
from invoices.drawing.renderers.word_marks import with_jinja
from invoices.drawing.sheet import sheet_of

_LIBREOFFICE_SECONDS = 60


def draw(document: Document, docx: bytes, libreoffice: str = "") -> DrawnPdf:
    """`document` by the Word template `docx`. Raises `CannotDraw`."""
    sheet = sheet_of(document)
    filled = fill(docx, sheet)
    pdf = _by_libreoffice(filled, libreoffice) if libreoffice else _by_dxpdf(filled)
    return DrawnPdf(pdf=pdf, remark=missing_scripts(sheet))


def fill(docx: bytes, sheet: dict[str, object]) -> bytes:
    """The template with its fields filled in, as .docx. Raises `CannotDraw`."""
    template = DocxTemplate(BytesIO(with_jinja(docx)))
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        template.render(sheet, jinja_env=environment, autoescape=True)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise CannotDraw(f"The Word template has a mistake: {error}.") from error
    file = BytesIO()
    template.save(file)
    return file.getvalue()


def _by_dxpdf(docx: bytes) -> bytes:
    try:
        return bytes(dxpdf.convert(docx))
    except (RuntimeError, ValueError, OSError) as error:
        raise CannotDraw(f"The Word file could not be converted to PDF: {error}.") from error


def _by_libreoffice(docx: bytes, command: str) -> bytes:
    # One profile for each run: LibreOffice locks it, and a second run would wait for ever.
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "document.docx")
        source.write_bytes(docx)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        words = [command, profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        try:
            subprocess.run(  # noqa: S603  # the command is a project setting
                [*words, str(source)],
                check=True,
                timeout=_LIBREOFFICE_SECONDS,
                capture_output=True,
            )
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise CannotDraw(f"LibreOffice could not convert the Word file: {error}.") from error
