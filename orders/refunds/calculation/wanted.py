"""What a person wants to give back: as a value, as JSON, and as the page proposes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from orders.refunds.calculation.arithmetic import NOTHING, capped, of_amount, of_pieces, share
from orders.refunds.calculation.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """How much of one line: pieces, and what is paid for them."""

    quantity: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One *Cancel/Issue Refund*. `pieces` go by line id; all amounts are in the order's currency.

    `keeps_open`: what is left is still to be shipped. `rma_id` is the return that is paid back.
    """

    pieces: Mapping[int, Piece] = field(default_factory=dict)
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

    def as_json(self) -> dict[str, Any]:
        """For keeping; amounts as text."""
        return {
            "pieces": {
                str(line_id): [piece.quantity, str(piece.amount)]
                for line_id, piece in self.pieces.items()
            },
            "shipping": str(self.shipping),
            "tax": str(self.tax),
            "reason": self.reason,
            "comment": self.comment,
            "is_local_only": self.is_local_only,
            "keeps_open": self.keeps_open,
            "rma_id": self.rma_id,
        }

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> "Wanted":
        """What `as_json` kept."""
        pieces = {
            int(line_id): Piece(quantity=quantity, amount=Decimal(amount))
            for line_id, (quantity, amount) in kept["pieces"].items()
        }
        return cls(
            pieces=pieces,
            shipping=Decimal(kept["shipping"]),
            tax=Decimal(kept["tax"]),
            reason=kept["reason"],
            comment=kept["comment"],
            is_local_only=kept["is_local_only"],
            keeps_open=kept["keeps_open"],
            rma_id=kept["rma_id"],
        )


def proposal(standing: Standing, quantities: Mapping[int, int]) -> Wanted:
    """What goes back for `quantities` by line id: items, their tax, and a share of the shipping.

    Never more than is left of the payment.
    """
    pieces = {
        one.line.pk: Piece(
            quantity=quantities[one.line.pk],
            amount=min(
                one.left,
                of_pieces(
                    one.charged,
                    one.line.quantity,
                    one.line.refunded_quantity,
                    min(quantities[one.line.pk], one.pieces_left),
                    places=standing.places,
                ),
            ),
        )
        for one in standing.lines
        if one.line.pk in quantities
    }
    amounts = capped([piece.amount for piece in pieces.values()], standing.left)
    pieces = {
        line_id: replace(piece, amount=amount)
        for (line_id, piece), amount in zip(pieces.items(), amounts, strict=True)
    }
    return with_shipping_and_tax(standing, Wanted(pieces=pieces))


def with_shipping_and_tax(standing: Standing, wanted: Wanted) -> Wanted:
    """`wanted` with the shipping and tax that go with its items."""
    shipping = min(shipping_for(standing, wanted), max(NOTHING, standing.left - wanted.items))
    wanted = replace(wanted, shipping=shipping)
    most = max(NOTHING, standing.left - wanted.items - shipping)
    return replace(wanted, tax=min(tax_for(standing, wanted), most))


def shipping_for(standing: Standing, wanted: Wanted) -> Decimal:
    """The shipping that goes with the items of `wanted`: all that is left with the last piece."""
    asked = sum(piece.quantity for piece in wanted.pieces.values())
    if asked and asked >= standing.pieces_left:
        return standing.shipping_left
    items = sum(standing.charged.items, NOTHING)
    pot = standing.charged.shipping
    places = standing.places
    now = of_amount(pot, items, standing.refunded_items, wanted.items, places=places)
    return min(standing.shipping_left, now)


def tax_for(standing: Standing, wanted: Wanted) -> Decimal:
    """The added tax that goes with the items and the shipping of `wanted`."""
    places, tax = standing.places, NOTHING
    for one in standing.lines:
        if piece := wanted.pieces.get(one.line.pk):
            tax += of_amount(one.tax, one.charged, one.refunded, piece.amount, places=places)
    charged = standing.charged
    tax += of_amount(
        charged.tax_of_shipping,
        charged.shipping,
        standing.refunded_shipping,
        wanted.shipping,
        places=places,
    )
    return min(standing.tax_left, tax)


def included_tax(standing: Standing, wanted: Wanted) -> Decimal:
    """The tax that is contained in the items and the shipping of `wanted`."""
    charged = standing.charged
    whole = sum(charged.items, charged.shipping)
    part = wanted.items + wanted.shipping
    return share(charged.included_tax, part, whole, places=standing.places)


def excess(standing: Standing, wanted: Wanted) -> str:
    """What of `wanted` is more than is left, as a sentence; '' when nothing is."""
    known = {one.line.pk: one for one in standing.lines}
    for line_id, piece in wanted.pieces.items():
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
    if wanted.shipping > standing.shipping_left:
        return f"Shipping: {standing.shipping_left} is left to refund, not {wanted.shipping}."
    if wanted.tax > standing.tax_left:
        return f"Tax: {standing.tax_left} is left to refund, not {wanted.tax}."
    if wanted.total > standing.left:
        return (
            f"{standing.left} is left of what was paid, not {wanted.total}. "
            "Refund less, or note the missing payment first."
        )
    return ""
