"""The barcode of the order number, read back from the page as a scanner would."""

import pypdfium2
import pytest
import zxingcpp

from invoices.document import Look, Paper
from invoices.document.options import ON_AT_FIRST
from invoices.drawing.barcodes import code128
from invoices.drawing.renderers.standard_invoice import draw
from tests.invoices.a_document import a_document

_DOTS = 300 / 72  # 300 dpi


@pytest.mark.parametrize("paper", list(Paper))
@pytest.mark.parametrize("number", ["7", "10001", "2026-A/000123"])
def test_a_scanner_reads_the_order_number(paper, number):
    look = Look(shows=ON_AT_FIRST, paper=paper)
    pdf = pypdfium2.PdfDocument(draw(a_document(look=look, order_number=number), {}).pdf)
    (found,) = zxingcpp.read_barcodes(pdf[0].render(scale=_DOTS).to_pil())
    pdf.close()
    assert (found.text, found.format) == (number, zxingcpp.BarcodeFormat.Code128)


def test_what_code_128_cannot_carry_gets_no_barcode():
    assert code128("") == code128("№ 7") == ""
