"""Joined PDFs: a bookmark per document, and the number of those that lost their XML."""

from io import BytesIO

import pikepdf
import pypdf
import pytest
from pypdf.generic import Destination

from invoices.delivering import merging
from invoices.delivering.merging import merge


def a_pdf(pages: int, *, with_xml: bool = False) -> bytes:
    file = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        if with_xml:
            pdf.attachments["factur-x.xml"] = b"<xml/>"
        pdf.save(file)
    return file.getvalue()


@pytest.mark.parametrize("together", [2, 500])
def test_each_document_has_a_bookmark_on_its_first_page(monkeypatch, together):
    monkeypatch.setattr(merging, "TOGETHER", together)
    file = BytesIO()
    lost = merge([(f"Invoice {pages}", a_pdf(pages)) for pages in (2, 1, 3, 1, 2)], file)
    joined = pypdf.PdfReader(file)
    bookmarks = [
        (item.title, joined.get_destination_page_number(item))
        for item in joined.outline
        if isinstance(item, Destination)
    ]
    assert bookmarks == [
        ("Invoice 2", 0),
        ("Invoice 1", 2),
        ("Invoice 3", 3),
        ("Invoice 1", 6),
        ("Invoice 2", 7),
    ]
    assert (len(joined.pages), lost) == (9, 0)


def test_joined_e_invoices_are_counted_and_a_single_one_stays_as_it_is():
    one = a_pdf(1, with_xml=True)
    file = BytesIO()
    assert merge([("Invoice 1", one), ("Invoice 2", a_pdf(1)), ("Invoice 3", one)], file) == 2
    alone = BytesIO()
    assert merge([("Invoice 1", one)], alone) == 0
    assert alone.getvalue() == one
