"""Factur-X / ZUGFeRD: the figures of a document as EN 16931 XML inside its PDF/A-3.

The XML says to the cent what the page says. Amounts in it are net; where the store's prices
include the tax, the net parts are shares of what the tax leaves, so that they add up.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from io import BytesIO
from typing import Any

from facturx import generate_cii_xml
from facturx.facturx import FACTURX_FILENAME, generate_xmp_object
from lxml import etree

from core.money import CENT
from invoices.document import NOTHING, Document, DocumentKind, DocumentTax, Party
from invoices.drawing.renderers.paper import attachment

_GUIDELINE = "urn:cen.eu:en16931:2017"
_TYPE_CODES = {DocumentKind.INVOICE: "380", DocumentKind.CREDIT_NOTE: "381"}
_PIECE = "C62"
_NOT_DEFINED = "ZZZ"  # means of payment: agreed between the two
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


class UnfitForEInvoice(Exception):
    """The document cannot be told in EN 16931. The message says why, and what to do."""


def embedded(document: Document) -> dict[str, Any]:
    """Options for `draw_html` that make the PDF carry the XML. Raises `UnfitForEInvoice`."""
    xml = xml_of(document)
    file = attachment(FACTURX_FILENAME, xml, "Factur-X/ZUGFeRD invoice", "Alternative")
    return {
        "attachments": [file],
        "pdf_variant": "pdf/a-3b",
        "xmp_metadata": [BytesIO(_xmp())],
        "finish": _tidy,
    }


def xml_of(document: Document) -> bytes:
    """The document as EN 16931 XML, valid by its schema. Raises `UnfitForEInvoice`."""
    try:
        xml: bytes = generate_cii_xml(
            _in_texts(_told(document)), level="en16931", check_schematron=None
        )
    except UnfitForEInvoice:
        raise
    except Exception as error:  # the package raises nothing finer
        raise UnfitForEInvoice(f"{error}") from error
    return xml


def _in_texts(told: Any) -> Any:
    """`told` with its numbers as texts, which the package wants."""
    if isinstance(told, dict):
        return {name: _in_texts(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_in_texts(value) for value in told]
    return str(told) if isinstance(told, int | Decimal) else told


def _told(document: Document) -> dict[str, Any]:
    tax = _only_tax(document)
    lines = [line.amount for line in document.lines]
    charges = [document.amount_of("shipping"), document.amount_of("surcharge")]
    discount = -document.amount_of("discount")
    taxed = [*lines, -discount, *(charges if tax.of_shipping else ())]
    nets = _nets(taxed, tax)
    if not tax.of_shipping:
        nets += charges
    line_nets, allowance = nets[: len(lines)], -nets[len(lines)]
    charge_nets = nets[len(lines) + 1 :]
    net = sum(nets, NOTHING)
    total, rounding = net + tax.amount, document.amount_of("rounding")
    paid = total + rounding if document.is_paid else -document.amount_of("gift_used")
    exempt = _category(None, document)
    category = _category(tax, document)
    of_charges = category if tax.of_shipping else exempt
    return {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": _TYPE_CODES[document.kind],
        "BT-5": document.currency,
        "BT-13": document.channel_order_number,
        "BT-20": document.payment_method or document.reason or "–",
        "BT-24": _GUIDELINE,
        "BT-81": _NOT_DEFINED,
        "BT-106": sum(line_nets, NOTHING),
        "BT-107": allowance,
        "BT-108": sum(charge_nets, NOTHING),
        "BT-109": net,
        "BT-110": tax.amount,
        "BT-112": total,
        "BT-113": paid,
        "BT-114": rounding,
        "BT-115": total - paid + rounding,
        "BG-3": [{"BT-25": document.corrects}] if document.corrects else [],
        "BG-4": _party(document.seller, "the company's address in Company details"),
        "BG-7": _party(document.bill_to or Party(), "the customer's billing address"),
        "BG-13": _place(document),
        "BG-20": _adjustments([(allowance, "Discount")], category),
        "BG-21": _adjustments(
            zip(charge_nets, ("Shipping", "Payment surcharge"), strict=True), of_charges
        ),
        "BG-23": _breakdown(category, exempt, tax, nets, charges),
        "BG-25": [
            {
                "BT-126": str(position),
                "BT-129": line.quantity,
                "BT-130": _PIECE,
                "BT-131": line_net,
                # The price of all pieces on all pieces: no rounding in between.
                "BT-146": line_net,
                "BT-149": line.quantity,
                "BT-151": category["code"],
                "BT-152": category["rate"],
                "BT-153": line.name,
                "BT-155": line.sku,
            }
            for position, (line, line_net) in enumerate(
                zip(document.lines, line_nets, strict=True), start=1
            )
        ],
    }


def _only_tax(document: Document) -> DocumentTax:
    if document.amount_of("gift_bought"):
        raise UnfitForEInvoice("a gift certificate was bought, which is not a supply of goods.")
    if not document.lines:
        raise UnfitForEInvoice("no item stands on it.")
    if len(document.taxes) > 1:
        raise UnfitForEInvoice(
            "several taxes were charged, and the store does not say on which items."
        )
    if not document.taxes:
        return DocumentTax(name="", rate=None, is_included=False, amount=NOTHING)
    (tax,) = document.taxes
    if tax.rate is None:
        raise UnfitForEInvoice("the tax is a fixed amount, not a rate.")
    return tax


def _nets(gross: Sequence[Decimal], tax: DocumentTax) -> list[Decimal]:
    if not tax.is_included or not tax.rate:
        return list(gross)
    factor = 1 + tax.rate / 100
    return _shares(sum(gross, NOTHING) - tax.amount, [amount / factor for amount in gross])


def _shares(total: Decimal, exact: Sequence[Decimal]) -> list[Decimal]:
    """`exact` rounded to cents so that they come to `total`; the largest rests get the cents."""
    parts = [amount.quantize(CENT, rounding=ROUND_FLOOR) for amount in exact]
    missing = int((total - sum(parts, NOTHING)) / CENT)
    by_rest = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    step = CENT if missing > 0 else -CENT
    for turn in range(abs(missing)):
        parts[by_rest[turn % len(parts)]] += step
    return parts


def _category(tax: DocumentTax | None, document: Document) -> dict[str, Any]:
    if tax is not None and tax.rate:
        return {"code": "S", "rate": tax.rate}
    return {"code": "E", "rate": NOTHING, "reason": document.no_tax_reason}


def _breakdown(
    category: Mapping[str, Any],
    exempt: Mapping[str, Any],
    tax: DocumentTax,
    nets: Sequence[Decimal],
    charges: Sequence[Decimal],
) -> list[dict[str, Any]]:
    untaxed = NOTHING if tax.of_shipping else sum(charges, NOTHING)
    rows = [_row(category, sum(nets, NOTHING) - untaxed, tax.amount)]
    if untaxed:
        rows.append(_row(exempt, untaxed, NOTHING))
    return rows


def _row(category: Mapping[str, Any], base: Decimal, amount: Decimal) -> dict[str, Any]:
    row = {"BT-116": base, "BT-117": amount, "BT-118": category["code"], "BT-119": category["rate"]}
    if category["code"] == "E":
        if not category["reason"]:
            raise UnfitForEInvoice(
                "enter the sentence “Where no tax is charged” in Invoice Settings."
            )
        row["BT-120"] = category["reason"]
    return row


def _adjustments(amounts: Any, category: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "amount": amount,
            "reason": reason,
            "vat_category_code": category["code"],
            "vat_rate": category["rate"],
        }
        for amount, reason in amounts
        if amount
    ]


def _party(party: Party, where: str) -> dict[str, Any]:
    if not party.country:
        raise UnfitForEInvoice(f"the country is missing in {where}.")
    told: dict[str, Any] = {
        "name": party.name or "–",
        "country_code": party.country,
        "city": party.city,
        "postcode": party.postal_code,
        "addr_l1": party.street,
    }
    # A VAT number begins with its country; any other number is a national one.
    if party.tax_number[:2].isalpha():
        told["vat_identifier"] = party.tax_number.replace(" ", "")
    elif party.tax_number:
        told["tax_identifier"] = party.tax_number
    if party.registration:
        told["legal_identifier"] = party.registration
    return told


def _place(document: Document) -> dict[str, Any]:
    """Where the goods went; the XML may not be silent about the delivery."""
    party = document.ship_to if document.ship_to and document.ship_to.country else document.bill_to
    told = _party(party or Party(), "the customer's address")
    return {name: told[name] for name in told if not name.endswith("_identifier")}


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
