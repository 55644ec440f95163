"""Word to PDF: Sellercloud's marks, docxtpl's fields, and files that are refused."""

import zipfile
from io import BytesIO

import pypdf
import pytest
from docx import Document as new_docx

from invoices.drawing.renderers.task import CannotDraw
from invoices.drawing.renderers.word import draw
from invoices.templates.word_check import UnsafeTemplate, check
from invoices.templates.word_starters import STARTERS, classic
from tests.invoices.a_document import a_document


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def a_docx(*paragraphs: str) -> bytes:
    document, file = new_docx(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def with_entry(name: str, content: bytes) -> bytes:
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(classic())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_prints_every_item_and_has_no_unknown_field(name):
    _label, make = STARTERS[name]
    assert check(make()).remarks == ()
    text = text_of(draw(a_document(), make()).pdf)
    for words in ("T-shirt", "Canvas bag", "63.25", "Harbour & Pine"):
        assert words in text
    assert "#?" not in text


def test_a_mark_that_word_cut_into_runs_is_found():
    document, file = new_docx(), BytesIO()
    paragraph = document.add_paragraph("Total ")
    for run in ("#", "?Grand", "Total", "?", "#", " to pay"):
        paragraph.add_run(run)
    document.save(file)
    assert "63.25 to pay" in text_of(draw(a_document(), file.getvalue()).pdf)


def test_docxtpls_own_fields_work_beside_the_marks():
    docx = a_docx(
        "{{ number }} of {{ seller.name }}", "{% for l in lines %}{{ l.sku }};{% endfor %}"
    )
    text = text_of(draw(a_document(), docx).pdf)
    assert "2026-000001 of Harbour & Pine" in text
    assert "TS-RED;BAG-01;" in text


def test_unknown_fields_are_named_on_upload():
    remarks = check(a_docx("#?ShoeSize?# {{ shoe_size }}")).remarks
    assert "The field #?ShoeSize?# is not known and stays as it is." in remarks
    assert "The field {{ shoe_size }} is not known." in remarks


def test_a_template_may_not_reach_out_of_its_sandbox():
    with pytest.raises(CannotDraw, match="unsafe"):
        draw(a_document(), a_docx("{{ number.__class__.__mro__ }}"))


@pytest.mark.parametrize(
    ("docx", "sentence"),
    [
        (b"no zip at all", "not a Word file"),
        (with_entry("word/vbaProject.bin", b"x"), "macros"),
        (with_entry("word/embeddings/oleObject1.bin", b"x"), "embedded objects"),
        (with_entry("word/media/bomb.xml", b"0" * 60_000_000), "more than 50 MB"),
        (with_entry("word/custom.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "entities"),
        (
            with_entry(
                "word/_rels/settings.xml.rels",
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                b'relationships"><Relationship Id="r1" Type="a/attachedTemplate" '
                b'Target="http://127.0.0.1/t.dotm" TargetMode="External"/></Relationships>',
            ),
            "from elsewhere",
        ),
    ],
)
def test_an_unsafe_file_is_refused(docx, sentence):
    with pytest.raises(UnsafeTemplate, match=sentence):
        check(docx)


def test_libreoffice_converts_where_it_is_configured(tmp_path):
    command = tmp_path / "soffice"
    command.write_text('#!/bin/sh\nfor last; do :; done\nprintf %%PDF-1.7 > "${last%.docx}.pdf"\n')
    command.chmod(0o755)
    assert draw(a_document(), classic(), str(command)).pdf == b"%PDF-1.7"
    command.write_text("#!/bin/sh\nexit 5\n")
    with pytest.raises(CannotDraw, match="LibreOffice could not convert"):
        draw(a_document(), classic(), str(command))
