"""What a person wants to give back: a value that is kept as JSON, and as the page proposes it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

import msgspec
from msgspec.structs import replace

from core.money import NOTHING, capped, share
from orders.refunds.refundable import Refundable


class RefundedPieces(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """How much of one line: pieces, and what is paid for them."""

    quantity: int
    amount: Decimal


class RefundRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One *Cancel/Issue Refund*. `pieces` go by line id; all amounts are in the order's currency.

    `keeps_open`: what is left is still to be shipped. `rma_id` is the return that is paid back.
    """

    pieces: dict[int, RefundedPieces] = {}
    shipping: Decimal = NOTHING
    tax: Decimal = NOTHING
    reason: str = ""
    comment: str = ""
    is_local_only: bool = False
    keeps_open: bool = False
    rma_id: int | None = None

    @property
    def items(self) -> Decimal:
        """What is paid for items."""
        return sum((piece.amount for piece in self.pieces.values()), NOTHING)

    @property
    def total(self) -> Decimal:
        """What the customer gets back."""
        return self.items + self.shipping + self.tax

    @property
    def quantity(self) -> int:
        """How many pieces, over all lines."""
        return sum(piece.quantity for piece in self.pieces.values())

    def as_json(self) -> dict[str, Any]:
        """For keeping; amounts as text, the pieces of a line as a pair."""
        kept: dict[str, Any] = msgspec.to_builtins(self, str_keys=True)
        return kept

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Self:
        """What `as_json` kept."""
        return msgspec.convert(kept, cls, str_keys=True)


def propose(refundable: Refundable, quantities: Mapping[int, int]) -> RefundRequest:
    """What goes back for `quantities` by line id: items, their tax, and a share of the shipping.

    Never more than is left of the payment.
    """
    pieces = {
        one.line.pk: RefundedPieces(
            quantity=quantities[one.line.pk],
            amount=min(
                one.left,
                of_pieces(
                    one.charged,
                    one.line.quantity,
                    one.line.refunded_quantity,
                    min(quantities[one.line.pk], one.pieces_left),
                    places=refundable.places,
                ),
            ),
        )
        for one in refundable.lines
        if one.line.pk in quantities
    }
    amounts = capped([piece.amount for piece in pieces.values()], refundable.left)
    pieces = {
        line_id: replace(piece, amount=amount)
        for (line_id, piece), amount in zip(pieces.items(), amounts, strict=True)
    }
    return with_shipping_and_tax(refundable, RefundRequest(pieces=pieces))


def with_shipping_and_tax(refundable: Refundable, request: RefundRequest) -> RefundRequest:
    """`request` with the shipping and tax that go with its items."""
    request = replace(request, shipping=shipping_for(refundable, request))
    return replace(request, tax=tax_for(refundable, request))


def shipping_for(refundable: Refundable, request: RefundRequest) -> Decimal:
    """The shipping that goes with the items of `request`: all that is left with the last piece."""
    most = min(refundable.shipping_left, max(NOTHING, refundable.left - request.items))
    if request.quantity and request.quantity >= refundable.pieces_left:
        return most
    items = sum(refundable.charged.items, NOTHING)
    pot, before = refundable.charged.shipping, refundable.refunded_items
    return min(most, of_amount(pot, items, before, request.items, places=refundable.places))


def tax_for(refundable: Refundable, request: RefundRequest) -> Decimal:
    """The added tax that goes with the items and the shipping of `request`."""
    places, tax = refundable.places, NOTHING
    for one in refundable.lines:
        if piece := request.pieces.get(one.line.pk):
            tax += of_amount(one.tax, one.charged, one.refunded, piece.amount, places=places)
    charged = refundable.charged
    tax += of_amount(
        charged.tax_of_shipping,
        charged.shipping,
        refundable.refunded_shipping,
        request.shipping,
        places=places,
    )
    most = max(NOTHING, refundable.left - request.items - request.shipping)
    return min(refundable.tax_left, tax, most)


def included_tax(refundable: Refundable, request: RefundRequest) -> Decimal:
    """The tax that is contained in the items and the shipping of `request`."""
    charged = refundable.charged
    whole = sum(charged.items, charged.shipping)
    part = request.items + request.shipping
    return share(charged.included_tax, part, whole, places=refundable.places)


def of_pieces(
    charged: Decimal, quantity: int, before: int, pieces: int, *, places: int = 2
) -> Decimal:
    """What `pieces` of a line of `quantity` cost, when `before` pieces went back earlier."""
    whole = Decimal(quantity)
    until_now = share(charged, Decimal(before), whole, places=places)
    return share(charged, Decimal(before + pieces), whole, places=places) - until_now


def of_amount(
    pot: Decimal, charged: Decimal, before: Decimal, now: Decimal, *, places: int = 2
) -> Decimal:
    """The part of `pot` that goes with `now` of `charged`, when `before` went back earlier.

    For the tax of an item, and for the shipping of all items.
    """
    until_now = share(pot, min(before, charged), charged, places=places)
    return share(pot, min(before + now, charged), charged, places=places) - until_now


def why_too_much(refundable: Refundable, request: RefundRequest) -> str:
    """What of `request` is more than is left, as a sentence; '' when nothing is."""
    known = {one.line.pk: one for one in refundable.lines}
    for line_id, piece in request.pieces.items():
        one = known.get(line_id)
        if one is None:
            return "An item is no longer on the order. Look at the order again."
        if piece.quantity > one.pieces_left:
            return (
                f"{one.line.name}: {one.pieces_left} left to refund, not {piece.quantity}. "
                "Somebody may have refunded it meanwhile."
            )
        if piece.amount > one.left:
            return f"{one.line.name}: {one.left} is left to refund, not {piece.amount}."
    if request.shipping > refundable.shipping_left:
        return f"Shipping: {refundable.shipping_left} is left to refund, not {request.shipping}."
    if request.tax > refundable.tax_left:
        return f"Tax: {refundable.tax_left} is left to refund, not {request.tax}."
    if request.total > refundable.left:
        return (
            f"{refundable.left} is left of what was paid, not {request.total}. "
            "Refund less, or note the missing payment first."
        )
    return ""
