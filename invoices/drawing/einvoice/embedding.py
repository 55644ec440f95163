"""The XML inside the PDF: the attachment, and what PDF/A-3 and Factur-X say of it in metadata."""

from functools import cache
from io import BytesIO
from typing import Any

from facturx.facturx import FACTURX_FILENAME, generate_xmp_object
from lxml import etree

from invoices.document import Document
from invoices.drawing.einvoice.rules import check_rules
from invoices.drawing.einvoice.xml import xml_of
from invoices.drawing.renderers.paper import attachment

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def embedded(document: Document) -> dict[str, Any]:
    """Options for `draw_html` that make the PDF carry the XML, valid by schema and rules.

    Raises `UnfitForEInvoice`: nothing invalid is embedded.
    """
    xml = xml_of(document)
    check_rules(xml)
    file = attachment(FACTURX_FILENAME, xml, "Factur-X/ZUGFeRD invoice", "Alternative")
    return {
        "attachments": [file],
        "pdf_variant": "pdf/a-3b",
        "xmp_metadata": [BytesIO(_xmp())],
        "finish": _tidy,
    }


def _tidy(_document: Any, pdf: Any) -> None:
    """Mend what WeasyPrint does to metadata: XMP has one rdf:RDF, and a file is named once."""
    (metadata,) = [part for part in pdf.objects if _is_metadata(part)]
    xmp = etree.fromstring(metadata.stream[0])
    theirs, ours = xmp.findall(f"{_RDF}RDF")
    theirs.extend(ours)
    xmp.remove(ours)
    metadata.stream = [etree.tostring(xmp.getroottree(), encoding="utf-8")]
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _is_metadata(part: Any) -> bool:
    return getattr(part, "extra", {}).get("Type") == "/Metadata"


@cache
def _xmp() -> bytes:
    """What Factur-X asks for in a PDF's metadata; WeasyPrint writes the rest."""
    whole = generate_xmp_object(
        {
            "documenttype": "INVOICE",
            "xml_filename": FACTURX_FILENAME,
            "xmp_level": "EN 16931",
            "urn": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
            "version": "1.0",
            "pdfa3_flavor": "B",
            "title": "",
            "author": "",
            "subject": "",
            "producer": "",
            "creator_tool": "",
            "timestamp": "",
        }
    )
    (rdf,) = whole.findall(f"{_RDF}RDF")
    for description in rdf.findall(f"{_RDF}Description")[:-2]:  # theirs, which WeasyPrint has too
        rdf.remove(description)
    for description in rdf.findall(f"{_RDF}Description"):
        description.set(f"{_RDF}about", "")
    etree.cleanup_namespaces(rdf)
    xmp: bytes = etree.tostring(rdf)
    return xmp
