"""Reads what pages and PDFs say."""

from io import BytesIO

import pypdf

from settings.models import Company


def settings_url(company: Company, rest: str = "") -> str:
    """The address of a page of Invoice Settings."""
    return f"/companies/{company.pk}/invoice-settings/{rest}"


def text_of(pdf: bytes) -> str:
    """The text of all pages."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
