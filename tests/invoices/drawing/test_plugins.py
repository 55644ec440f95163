"""Renderers of others."""

from io import BytesIO

import pypdf
import pytest

from invoices.drawing.pdf_workers import PdfWorkers, draw_one
from invoices.drawing.renderers.plugins import installed
from invoices.drawing.renderers.task import CannotDraw, DrawingTask, DrawnPdf, Plugin
from tests.invoices.a_document import a_document


def test_the_example_of_the_documentation_prints():
    path = "docs.examples.typst_invoice.TypstInvoice"
    pdf = draw_one(DrawingTask(document=a_document(), renderer=Plugin(path))).pdf
    text = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()
    for words in ("2026-000001", "T-shirt", "Canvas bag", "63.25"):
        assert words in text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("nowhere.at.All", "The plugin failed: ModuleNotFoundError"),
        ("builtins.dict", "The plugin failed: AttributeError"),
    ],
)
def test_a_broken_plugin_is_a_sentence(path, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        draw_one(DrawingTask(document=a_document(), renderer=Plugin(path)))


def test_the_settings_name_comes_before_a_packages():
    assert installed({"Typst": "a.B"})["Typst"] == "a.B"


class Hoarder:
    """Keeps 150 MB of each document, as libraries may that are not ours."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    def render(self, document, sheet, assets) -> bytes:
        self.kept.append(b"x" * 150_000_000)
        return b"%PDF-1.7 by a hoarder"


def test_a_process_that_hoards_memory_ends_before_documents_suffer():
    task = DrawingTask(
        document=a_document(), renderer=Plugin("tests.invoices.drawing.test_plugins.Hoarder")
    )
    with PdfWorkers[int](1) as workers:
        outcomes = [outcome for _, outcome in workers.draw_all((n, task) for n in range(8))]
    assert [type(outcome) for outcome in outcomes] == [DrawnPdf] * 8
