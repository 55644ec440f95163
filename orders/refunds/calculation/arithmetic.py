"""What each part of an order cost, and what of it goes back. Pure; no database, no form.

An order's total is divided into three pots that always add up to it: items, shipping, and tax that
was added to prices. Tax that is included in prices is part of the items and of the shipping.
Whatever the store took off or put on the order as a whole (discounts, points, gift certificates, a
payment surcharge) is spread over the items. So a refund of everything is the total, to the cent.

Shares are taken from a running sum that is rounded half up, so that parts add up exactly, in
whatever order and portions they are given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What was charged. `items` and `tax_of_items` go by line; tax parts add up to `tax`.

    `included_tax` is contained in `items` and `shipping`.
    """

    items: tuple[Decimal, ...]
    shipping: Decimal
    tax: Decimal
    tax_of_items: tuple[Decimal, ...]
    tax_of_shipping: Decimal
    included_tax: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """Everything that was charged."""
        return sum(self.items, self.shipping + self.tax)


def charges(
    line_totals: Sequence[Decimal],
    *,
    total: Decimal,
    shipping: Decimal,
    tax: Decimal,
    included_tax: Decimal = NOTHING,
    tax_of_lines: Sequence[Decimal] | None = None,
    places: int = 2,
) -> Charges:
    """Divide an order's `total` over its lines, shipping and tax.

    `line_totals` are prices times quantities; `tax` is what was added to prices. `tax_of_lines` is
    the tax by line where the store tells it; usually it does not, and the tax is prorated. All
    amounts have at most `places` decimals. When a gift certificate paid for more than the items,
    shipping and then tax shrink.
    """
    total = max(total, NOTHING)
    tax = min(max(tax, NOTHING), total)
    shipping = min(max(shipping, NOTHING), total - tax)
    goods = total - tax - shipping
    if not line_totals:
        goods, shipping = NOTHING, shipping + goods
    items = split(goods, [max(one, NOTHING) for one in line_totals], places=places)
    if tax_of_lines is not None and sum(tax_of_lines) <= tax:
        of_items, of_shipping = list(tax_of_lines), tax - sum(tax_of_lines)
    else:
        *of_items, of_shipping = split(tax, [*items, shipping], places=places)
    return Charges(
        items=tuple(items),
        shipping=shipping,
        tax=tax,
        tax_of_items=tuple(of_items),
        tax_of_shipping=of_shipping,
        included_tax=min(max(included_tax, NOTHING), goods + shipping),
    )


def split(amount: Decimal, weights: Sequence[Decimal], *, places: int = 2) -> list[Decimal]:
    """Divide `amount` by `weights`: parts of `places` decimals that add up to it exactly.

    Without any weight the parts are equal.
    """
    if not weights:
        return []
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    whole = sum(weights, NOTHING)
    marks = [share(amount, mark, whole, places=places) for mark in accumulate(weights)]
    return [mark - before for before, mark in zip([NOTHING, *marks], marks, strict=False)]


def share(amount: Decimal, part: Decimal, whole: Decimal, *, places: int = 2) -> Decimal:
    """The share of `amount` that `part` is of `whole`, rounded half up; nothing of nothing."""
    if not whole:
        return NOTHING
    return (amount * part / whole).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


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


def capped(amounts: Sequence[Decimal], most: Decimal) -> list[Decimal]:
    """`amounts`, the later ones cut so that they are `most` together."""
    marks = [min(mark, max(most, NOTHING)) for mark in accumulate(amounts)]
    return [mark - before for before, mark in zip([NOTHING, *marks], marks, strict=False)]
