"""Factur-X / ZUGFeRD: the figures of a document as EN 16931 XML inside its PDF/A-3."""

from invoices.drawing.einvoice.categories import UnfitForEInvoice
from invoices.drawing.einvoice.embedding import embedded
from invoices.drawing.einvoice.rules import check_rules
from invoices.drawing.einvoice.xml import xml_of

__all__ = ["UnfitForEInvoice", "check_rules", "embedded", "xml_of"]
