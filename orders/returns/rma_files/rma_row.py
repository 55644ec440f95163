"""One line of a file of RMAs: what it may say, and reading it from texts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from core.plain_text import plain
from orders.files.headings import CHANNEL_ORDER_NAMES, ORDER_ID_NAMES, SKU_NAMES
from orders.files.naming import BadRow, read_pieces, read_sku


class RmaColumn(models.TextChoices):
    """What a column of a file of RMAs may hold."""

    ORDER_ID = "order_id", "Order ID"
    CHANNEL_ORDER = "channel_order", "Channel Order #"
    SKU = "sku", "SKU"
    QUANTITY = "quantity", "Qty to Return"
    REASON = "reason", "Reason"
    DESCRIPTION = "description", "Description"


# What merchants call the columns, see `core.plain_text.plain`.
NAMES: dict[str, tuple[str, ...]] = {
    RmaColumn.ORDER_ID: ORDER_ID_NAMES,
    RmaColumn.CHANNEL_ORDER: CHANNEL_ORDER_NAMES,
    RmaColumn.SKU: SKU_NAMES,
    RmaColumn.QUANTITY: ("qtytoreturn", "qty", "quantity", "returnqty", "qtyreturned", "pieces"),
    RmaColumn.REASON: ("reason", "returnreason", "rmareason"),
    RmaColumn.DESCRIPTION: ("description", "comment", "comments", "note", "notes"),
}
LONGEST_DESCRIPTION = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RmaRow:
    """One line: pieces of one SKU of an order that come back. `quantity` None: all that can.

    `number` is the line's in its file.
    """

    number: int
    sku: str
    quantity: int | None
    reason: str
    description: str


def read_row(number: int, texts: Mapping[str, str], reasons: Sequence[str]) -> RmaRow:
    """The line whose cells `texts` has by column. Raises `BadRow`.

    `reasons` are the company's; they are known however they are written: Didnt_Fit, Didn't Fit.
    """
    sku = read_sku(texts.get(RmaColumn.SKU, ""))
    if not sku:
        raise BadRow("The line has no SKU.")
    return RmaRow(
        number=number,
        sku=sku,
        quantity=read_pieces(texts.get(RmaColumn.QUANTITY, "")),
        reason=_reason(texts.get(RmaColumn.REASON, ""), reasons),
        description=texts.get(RmaColumn.DESCRIPTION, "")[:LONGEST_DESCRIPTION],
    )


def _reason(text: str, reasons: Sequence[str]) -> str:
    for reason in reasons:
        if plain(reason) == plain(text):
            return reason
    offered = ", ".join(reasons)
    if not text:
        raise BadRow(f"The line has no Reason. Enter one of: {offered}.")
    raise BadRow(f"“{text[:60]}” is no RMA Reason. Enter one of: {offered}.")
