"""One document at a time, by each kind of invoice: python -m bench.invoice_single WHAT TIMES.

WHAT is printing (Print Invoice(s) to PDF on Order Details), word or typst. Ours and the bare
packages take turns on the same order, so that a busy machine is busy for both.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

import dxpdf  # noqa: E402
import typst  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.test import Client  # noqa: E402
from docxtpl import DocxTemplate  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from docs.examples import typst_invoice  # noqa: E402
from invoices.document import Document  # noqa: E402
from invoices.drawing import pdf_workers as workers  # noqa: E402
from invoices.drawing.renderers import standard_invoice  # noqa: E402
from invoices.drawing.renderers.task import DrawingTask, Plugin, Renderer, WordToPdf  # noqa: E402
from invoices.drawing.renderers.word_marks import with_jinja  # noqa: E402
from invoices.drawing.sheet import sheet_of  # noqa: E402
from invoices.issuing.issuing import document_of, issue_invoices  # noqa: E402
from invoices.models import IssuedDocument  # noqa: E402
from invoices.templates.word_starters import classic  # noqa: E402
from orders.models import Order  # noqa: E402

Draw = Callable[[Document], object]


def printing(times: int) -> dict[str, float]:
    """The request behind the button, for orders without invoice, against WeasyPrint alone."""
    django_settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(User.objects.get())
    fonts = FontConfiguration()
    style = CSS(string=standard_invoice.css(), font_config=fonts)
    # CPU is measured too, but only of this process: PostgreSQL's is not ours to count here.
    seconds = {"ours": 0.0, "bare": 0.0}
    ids = list(Order.objects.filter(issued_documents=None).order_by("pk")[: times + 2].values("pk"))
    with tempfile.TemporaryDirectory() as folder:
        django_settings.MEDIA_ROOT = folder
        for place, row in enumerate(ids):
            begun = time.perf_counter()
            answer = browser.post(f"/orders/{row['pk']}/documents/invoice/")
            ours = time.perf_counter() - begun
            assert answer.status_code == 302, answer.content[:500]
            issued = IssuedDocument.objects.get(order=row["pk"])
            page = standard_invoice.to_html(sheet_of(document_of(issued)))
            begun = time.perf_counter()
            HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)
            if place >= 2:  # the first ones read what stays in memory
                seconds["bare"] += time.perf_counter() - begun
                seconds["ours"] += ours
    return {name: total / times for name, total in seconds.items()}


def word(times: int) -> dict[str, float]:
    """The classic starter, against docxtpl and dxpdf with the same template already translated."""
    docx = classic()
    translated = with_jinja(docx)

    def bare(document: Document) -> object:
        template, file = DocxTemplate(BytesIO(translated)), BytesIO()
        template.render(sheet_of(document), autoescape=True)
        template.save(file)
        return dxpdf.convert(file.getvalue())

    return _in_turns(times, WordToPdf(docx), bare)


def by_typst(times: int) -> dict[str, float]:
    """The example plugin, against Typst with the same source and texts."""

    def bare(document: Document) -> object:
        inputs = {"sheet": json.dumps(sheet_of(document))}
        return typst.compile(typst_invoice._SOURCE.encode(), sys_inputs=inputs)

    return _in_turns(times, Plugin("docs.examples.typst_invoice.TypstInvoice"), bare)


def _in_turns(times: int, renderer: Renderer, bare: Draw) -> dict[str, float]:
    seconds = {"ours": 0.0, "bare": 0.0}

    def ours(document: Document) -> object:
        return workers.draw_one(DrawingTask(document=document, renderer=renderer))

    for place, document in enumerate(_documents(times + 2)):
        for name, draw in (("ours", ours), ("bare", bare)):
            begun = time.perf_counter()
            draw(document)
            if place >= 2:
                seconds[name] += time.perf_counter() - begun
    workers._worker_of_one.close()
    return {name: total / times for name, total in seconds.items()}


def _documents(count: int) -> list[Document]:
    company = Order.objects.all()[0].company
    ids = list(Order.objects.order_by("pk").values_list("pk", flat=True)[:count])
    rows, _ = issue_invoices(company, ids, by=None)
    return [document_of(row) for row in rows]


if __name__ == "__main__":
    measurements: dict[str, Callable[[int], dict[str, Any]]] = {
        "printing": printing,
        "word": word,
        "typst": by_typst,
    }
    print(json.dumps(measurements[sys.argv[1]](int(sys.argv[2]))))
