"""Renderers of others."""

from io import BytesIO

import pypdf
import pytest

from invoices.press import draw_one
from invoices.renderers.plugins import installed
from invoices.renderers.task import CannotDraw, Plugin, Task
from tests.invoices.a_document import a_document


def test_the_example_of_the_documentation_prints():
    path = "docs.examples.typst_invoice.TypstInvoice"
    pdf = draw_one(Task(document=a_document(), renderer=Plugin(path))).pdf
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
        draw_one(Task(document=a_document(), renderer=Plugin(path)))


def test_the_settings_name_comes_before_a_packages():
    assert installed({"Typst": "a.B"})["Typst"] == "a.B"
