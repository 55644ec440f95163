"""A document as EN 16931 XML. It says to the cent what the page says."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from facturx import generate_cii_xml

from invoices.document import NOTHING, Document, DocumentKind, DocumentLine, Party
from invoices.drawing.einvoice.categories import Category, UnfitForEInvoice
from invoices.drawing.einvoice.figures import Figures, NetAmount, figures_of

_GUIDELINE = "urn:cen.eu:en16931:2017"
_TYPE_CODES = {DocumentKind.INVOICE: "380", DocumentKind.CREDIT_NOTE: "381"}
_PIECE = "C62"
_NOT_DEFINED = "ZZZ"  # means of payment: agreed between the two


def xml_of(document: Document) -> bytes:
    """The document as EN 16931 XML, valid by its schema. Raises `UnfitForEInvoice`."""
    told = _in_texts(_told(document))
    try:
        xml: bytes = generate_cii_xml(told, level="en16931", check_schematron=None)
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
    figures = figures_of(document)
    total, rounding = figures.net + figures.tax, document.amount_of("rounding")
    paid = total + rounding if document.is_paid else -document.amount_of("gift_used")
    return {
        "BT-1": document.number,
        "BT-2": document.issued_on,
        "BT-3": _TYPE_CODES[document.kind],
        "BT-5": document.currency,
        "BT-13": document.channel_order_number,
        "BT-20": document.payment_method or document.reason or "–",
        "BT-24": _GUIDELINE,
        "BT-72": document.supplied_on or document.issued_on,
        "BT-81": _NOT_DEFINED,
        "BT-106": sum((line.net for line in figures.lines), NOTHING),
        "BT-107": sum((one.net for one in figures.allowances), NOTHING),
        "BT-108": sum((one.net for one in figures.charges), NOTHING),
        "BT-109": figures.net,
        "BT-110": figures.tax,
        "BT-112": total,
        "BT-113": paid,
        "BT-114": rounding,
        "BT-115": total - paid + rounding,
        "BG-3": _corrected(document),
        "BG-4": _party(document.seller, "the company's address in Company details"),
        "BG-7": _party(document.bill_to or Party(), "the customer's billing address"),
        "BG-13": _place(document),
        "BG-20": _adjustments(figures.allowances),
        "BG-21": _adjustments(figures.charges),
        "BG-23": [_breakdown_row(*row) for row in figures.breakdown],
        "BG-25": _lines(document, figures),
    }


def _corrected(document: Document) -> list[dict[str, Any]]:
    if not document.corrects:
        return []
    return [{"BT-25": document.corrects, "BT-26": document.corrects_issued_on}]


def _lines(document: Document, figures: Figures) -> list[dict[str, Any]]:
    """The lines of the page; of a document without any, its shipping."""
    sold = document.lines or (DocumentLine(name=figures.lines[0].label, quantity=1),)
    return [
        {
            "BT-126": str(position),
            "BT-129": line.quantity,
            "BT-130": _PIECE,
            "BT-131": told.net,
            # The price of all pieces on all pieces: no rounding in between.
            "BT-146": told.net,
            "BT-149": line.quantity,
            "BT-151": told.category.code,
            "BT-152": told.category.rate,
            "BT-153": line.name,
            "BT-155": line.sku,
        }
        for position, (line, told) in enumerate(zip(sold, figures.lines, strict=True), start=1)
    ]


def _breakdown_row(category: Category, base: Decimal, tax: Decimal) -> dict[str, Any]:
    row = {"BT-116": base, "BT-117": tax, "BT-118": category.code, "BT-119": category.rate}
    if category.reason:
        row["BT-120"] = category.reason
    if category.reason_code:
        row["BT-121"] = category.reason_code
    return row


def _adjustments(amounts: Sequence[NetAmount]) -> list[dict[str, Any]]:
    return [
        {
            "amount": one.net,
            "reason": one.label,
            "vat_category_code": one.category.code,
            "vat_rate": one.category.rate,
        }
        for one in amounts
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
