"""The categories of VAT that EN 16931 tells of a document's amounts. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from invoices.document import NOTHING, Document, DocumentTax, Party

_EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


class UnfitForEInvoice(Exception):
    """The document cannot be told in EN 16931. The message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of VAT (UNCL 5305) with its rate; beside S and Z with the reason for no tax."""

    code: str
    rate: Decimal
    reason: str = ""
    reason_code: str = ""


def category_of(tax: DocumentTax | None, document: Document) -> Category:
    """The category of what carries `tax`. Raises `UnfitForEInvoice` where a reason is missing."""
    if tax is not None and tax.rate:
        return Category(code="S", rate=tax.rate)
    if tax is not None and not document.no_tax_reason:
        return Category(code="Z", rate=NOTHING)
    reason = document.no_tax_reason
    if not document.taxes and (abroad := _abroad(document)) is not None:
        code, said, reason_code = abroad
        return Category(code=code, rate=NOTHING, reason=reason or said, reason_code=reason_code)
    if not reason:
        raise UnfitForEInvoice("enter the sentence “Where no tax is charged” in Invoice Settings.")
    return Category(code="E", rate=NOTHING, reason=reason)


def _abroad(document: Document) -> tuple[str, str, str] | None:
    """Category, reason and its code of goods that leave the country of the seller without tax."""
    goes_to = document.ship_to or document.bill_to or Party()
    buyer, seller = document.bill_to or Party(), document.seller
    if seller.country not in _EU or goes_to.country in ("", seller.country):
        return None
    if goes_to.country not in _EU:
        return "G", "Export outside the EU", "VATEX-EU-G"
    if buyer.tax_number:
        return "K", "Intra-community supply", "VATEX-EU-IC"
    return None
