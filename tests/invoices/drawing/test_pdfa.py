"""PDF/A-3 with Factur-X inside: the marks that the two standards ask for, one by one.

No validator of PDF/A comes as a Python or Debian package (veraPDF is neither), so this looks for
what they would look for; whether every stroke on the page is allowed is not checked here.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from lxml import etree

from invoices.document import DocumentKind
from invoices.drawing.renderers.standard_invoice import draw
from tests.invoices.a_document import a_document

# WeasyPrint leaves its own colour profile open.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}
TOLD = ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel")


def an_invoice():
    return a_document(customer_note="Łódź, 東京, القاهرة")


def a_credit_note():
    return a_document(kind=DocumentKind.CREDIT_NOTE, corrects="2026-000001", is_paid=False)


@pytest.fixture(params=[an_invoice, a_credit_note])
def pdf(request) -> Iterator[pikepdf.Pdf]:
    drawn = draw(request.param(), {}, has_einvoice=True)
    assert drawn.remark == ""
    with pikepdf.open(BytesIO(drawn.pdf)) as opened:
        yield opened


def dictionaries(pdf: pikepdf.Pdf) -> list[Any]:
    found = (part for part in pdf.objects if isinstance(part, pikepdf.Dictionary | pikepdf.Stream))
    return list(found)


def test_the_metadata_say_which_pdf_a_and_which_factur_x_it_is(pdf):
    assert pdf.Root.Metadata.read_bytes().startswith(b"<?xpacket begin=")
    xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
    (rdf,) = xmp.findall("rdf:RDF", SPACES)  # XMP knows one; readers pass over a second
    (named,) = rdf.xpath("rdf:Description[@pdfaid:part]", namespaces=SPACES)
    assert named.get(f"{{{SPACES['pdfaid']}}}part") == "3"
    assert named.get(f"{{{SPACES['pdfaid']}}}conformance") == "B"
    told = [rdf.findtext(f"rdf:Description/fx:{name}", None, SPACES) for name in TOLD]
    assert told == ["INVOICE", "factur-x.xml", "1.0", "EN 16931"]


def test_what_pdf_a_does_not_know_is_described_in_an_extension_schema(pdf):
    xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
    (address,) = xmp.iterfind(".//schema:namespaceURI", SPACES)
    assert address.text == SPACES["fx"]
    names = {name.text for name in xmp.iterfind(".//property:name", SPACES)}
    assert names == set(TOLD)


def test_the_xml_is_an_associated_file_under_the_name_that_factur_x_asks_for(pdf):
    (file,) = pdf.Root.AF
    name, embedded = pdf.Root.Names.EmbeddedFiles.Names
    assert str(name) == str(file.F) == str(file.UF) == "factur-x.xml"
    assert embedded.objgen == file.objgen
    assert (
        file.AFRelationship == "/Alternative"
    )  # ZUGFeRD takes no other: page and XML say the same
    assert file.EF.F.Subtype == "/text/xml"
    assert file.EF.F.Params.ModDate
    assert b"CrossIndustryInvoice" in file.EF.F.read_bytes()


def test_colours_are_told_by_a_profile(pdf):
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.N == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_every_font_is_embedded_and_every_sign_can_be_read(pdf):
    fonts = [part for part in dictionaries(pdf) if part.get("/Type") == "/Font"]
    composite = [font for font in fonts if font.Subtype == "/Type0"]
    assert composite
    for font in composite:
        assert "/ToUnicode" in font
        (inner,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(inner.FontDescriptor.keys())
    assert {str(font.Subtype) for font in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}


def test_nothing_is_in_it_that_pdf_a_forbids(pdf):
    assert not pdf.is_encrypted
    assert len(pdf.trailer.ID) == 2
    for part in dictionaries(pdf):
        assert not {"/JS", "/JavaScript", "/AA", "/OPI", "/PS"} & set(part.keys())
        assert part.get("/S") not in ("/JavaScript", "/Launch", "/Movie", "/Sound")
        assert part.get("/Filter") not in ("/LZWDecode", "/Crypt")
        assert part.get("/Subtype") != "/PS"
        assert part.get("/Interpolate", False) is not True


def test_without_factur_x_it_is_an_ordinary_pdf():
    with pikepdf.open(BytesIO(draw(a_document(), {}).pdf)) as plain:
        assert "/AF" not in plain.Root
        assert "/OutputIntents" not in plain.Root
