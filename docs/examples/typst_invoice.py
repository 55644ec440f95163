"""An invoice plugin by way of example: the invoice set by Typst (pip install typst)."""

import json
from collections.abc import Mapping
from typing import Any

import typst

from invoices.document import Document

_SOURCE = """
#let it = json(bytes(sys.inputs.at("sheet")))
#set page(paper: "a4", margin: 2cm)
#set text(size: 10pt)
#text(size: 20pt, weight: "bold")[#it.title #it.number]

*#it.seller.name* \\ #it.seller.lines.join(linebreak())

#it.words.bill_to \\ #it.bill_to.lines.join(linebreak())

#table(
  columns: (1fr, auto, auto, auto),
  align: (left, right, right, right),
  it.words.item, it.words.quantity, it.words.price, it.words.amount,
  ..it.lines.map(l => (l.name, str(l.quantity), l.unit_price, l.amount)).flatten(),
)
#align(right, table(
  columns: 2, stroke: none,
  ..it.sums.map(s => (s.label, s.amount)).flatten(),
  [*#it.words.total*], [*#it.total*],
))
"""


class TypstInvoice:
    """Sets the texts of the sheet; every field of the channel templates is there."""

    def render(
        self, document: Document, sheet: Mapping[str, Any], assets: Mapping[str, bytes]
    ) -> bytes:
        """`document` as PDF."""
        inputs = {"sheet": json.dumps(sheet)}
        return bytes(typst.compile(_SOURCE.encode(), sys_inputs=inputs))
