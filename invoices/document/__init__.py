"""What a document says, as values without a database: amounts, dates, words and options.

Plugins get a `Document`, so its names are public: see docs/invoice-plugins.md.
"""

from invoices.document.contents import (
    NOTHING,
    Document,
    DocumentKind,
    DocumentLine,
    DocumentTax,
    Look,
    Paper,
    Party,
    TotalRow,
    added_up,
    with_base,
    with_base_of,
)

__all__ = [
    "NOTHING",
    "Document",
    "DocumentKind",
    "DocumentLine",
    "DocumentTax",
    "Look",
    "Paper",
    "Party",
    "TotalRow",
    "added_up",
    "with_base",
    "with_base_of",
]
