"""Factur-X: the XML says what the page says, and is valid by schema and by EN 16931's rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from io import BytesIO

import facturx
import pikepdf
import pytest

from invoices.document import DocumentKind, DocumentLine, DocumentTax, TotalRow
from invoices.drawing.einvoice import UnfitForEInvoice, check_rules, xml_of
from invoices.drawing.einvoice.figures import figures_of
from invoices.drawing.renderers.standard_invoice import draw
from tests.invoices.a_document import BUYER, SELLER, a_document, with_included_tax

# WeasyPrint leaves its own colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


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


def with_two_rates():
    """119.00 at 19 % and 10.70 at 7 % included, less 12.97; shipping 5.95 at 19 %."""
    dear = DocumentLine(name="Lamp", quantity=1, unit_price=D(119), amount=D(119))
    cheap = DocumentLine(name="Book", quantity=2, unit_price=D("5.35"), amount=D("10.70"))
    taxes = (
        DocumentTax(
            name="VAT 19",
            rate=D(19),
            is_included=True,
            amount=D("18.05"),
            of_lines=(D("17.10"), None),
            shipping_amount=D("0.95"),
        ),
        DocumentTax(
            name="VAT 7", rate=D(7), is_included=True, amount=D("0.63"), of_lines=(None, D("0.63"))
        ),
    )
    sums = (
        TotalRow(key="subtotal", amount=D("129.70")),
        TotalRow(key="discount", amount=D("-12.97")),
        TotalRow(key="shipping", amount=D("5.95")),
    )
    return a_document(lines=(dear, cheap), taxes=taxes, sums=sums, total=D("122.68"))


def with_untaxed_surcharge():
    """A surcharge of 2.38 that the store put no tax on."""
    line = DocumentLine(name="Lamp", quantity=1, unit_price=D(119), amount=D(119))
    tax = DocumentTax(name="VAT", rate=D(19), is_included=True, amount=D(19), of_lines=(D(19),))
    sums = (
        TotalRow(key="subtotal", amount=D(119)),
        TotalRow(key="surcharge", amount=D("2.38")),
    )
    return a_document(
        lines=(line,), taxes=(tax,), sums=sums, total=D("121.38"), no_tax_reason="Not taxed."
    )


def of_shipping_alone():
    tax = DocumentTax(name="VAT", rate=D(19), is_included=True, amount=D("0.95"))
    sums = (TotalRow(key="shipping", amount=D("5.95")),)
    return a_document(
        kind=DocumentKind.CREDIT_NOTE,
        corrects="2026-000001",
        corrects_issued_on=date(2026, 1, 15),
        is_paid=False,
        lines=(),
        taxes=(tax,),
        sums=sums,
        total=D("5.95"),
    )


def without_tax_to(country: str, tax_number: str = ""):
    buyer = replace(BUYER, country=country, tax_number=tax_number)
    sums = (TotalRow(key="subtotal", amount=D(50)),)
    return a_document(bill_to=buyer, ship_to=buyer, sums=sums, taxes=(), total=D(50))


@pytest.mark.parametrize(
    "make",
    [
        a_document,
        with_included_tax,
        a_credit_note,
        without_tax_on_shipping,
        with_two_rates,
        with_untaxed_surcharge,
        of_shipping_alone,
        lambda: without_tax_to("FR", "FR40303265045"),
        lambda: without_tax_to("US"),
    ],
    ids=[
        *("added", "included", "credit note", "untaxed shipping", "two rates"),
        *("untaxed surcharge", "shipping alone", "inside the EU", "export"),
    ],
)
def test_the_xml_is_valid_by_schema_and_rules(make):
    xml = xml_of(make())
    facturx.xml_check_xsd(xml)
    check_rules(xml)


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


def test_what_breaks_a_rule_is_printed_without_xml_and_names_the_rule():
    nobody = replace(SELLER, tax_number="", registration="")
    drawn = draw(a_document(seller=nobody), {}, has_einvoice=True)
    assert "it breaks a rule of EN 16931: [BR-" in drawn.remark
    with pikepdf.open(BytesIO(drawn.pdf)) as pdf:
        assert not pdf.attachments


def test_bases_and_amounts_are_those_of_the_page():
    two = figures_of(with_two_rates())
    assert [(c.rate, base, tax) for c, base, tax in two.breakdown] == [
        (D(19), D("95.00"), D("18.05")),
        (D(7), D("9.00"), D("0.63")),
    ]
    surcharge = figures_of(with_untaxed_surcharge())
    assert surcharge.allowances == ()
    assert [(one.label, one.net) for one in surcharge.charges] == [("Payment surcharge", D("2.38"))]
    assert [(c.code, base) for c, base, _ in surcharge.breakdown] == [
        ("S", D(100)),
        ("E", D("2.38")),
    ]


def test_a_tax_that_is_not_its_rate_of_the_amounts_is_not_told():
    tax = DocumentTax(
        name="VAT", rate=D(20), is_included=True, amount=D("168.78"), base=D("843.90")
    )
    line = DocumentLine(name="Sofa", quantity=1, amount=D("1012.68"))
    sums = (
        TotalRow(key="subtotal", amount=D("1012.68")),
        TotalRow(key="discount", amount=D("-98.75")),
    )
    document = a_document(lines=(line,), taxes=(tax,), sums=sums, total=D("913.93"))
    with pytest.raises(UnfitForEInvoice, match="is not 20 % of"):
        xml_of(document)


@pytest.mark.parametrize(
    ("country", "tax_number", "code"), [("FR", "FR40303265045", "K"), ("US", "", "G")]
)
def test_goods_that_leave_the_country_untaxed_have_their_category(country, tax_number, code):
    ((category, _base, _tax),) = figures_of(without_tax_to(country, tax_number)).breakdown
    assert (category.code, bool(category.reason)) == (code, True)


def test_a_fault_of_ours_is_not_called_unfit_for_an_e_invoice(monkeypatch):
    def stumble(_document):
        raise ZeroDivisionError

    monkeypatch.setattr("invoices.drawing.einvoice.xml.figures_of", stumble)
    with pytest.raises(ZeroDivisionError):
        xml_of(a_document())
