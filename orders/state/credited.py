"""What refunds take back of a sale: part by part, and tax by tax. Pure.

Each figure is a running sum, rounded once: what one refund takes back is the difference of two of
them. So refunds that pay a sale back in full add up to it, to the last cent of each tax, in
whatever pieces it goes back. Credit notes reckon so from the invoice as it was issued, Profit &
Loss from the order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from orders.models import OrderLine, OrderTax

NOTHING = Decimal("0.00")
_NONE, _ALL = Fraction(0), Fraction(1)
# What a person refunds of the added tax is believed where it misses its share by no more.
_NEARLY = Fraction(5, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldTax:
    """A tax of a sale. `of_lines` is the tax of each line, None for one
    without it; () where the store does not tell.

    `of_shipping` is its part for shipping, told beside `of_lines`. Without `of_lines` the tax is
    spread over the lines and, where it `covers_shipping`, over the shipping.
    """

    amount: Decimal
    is_included: bool
    of_lines: tuple[Decimal | None, ...] = ()
    of_shipping: Decimal = NOTHING
    covers_shipping: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """What was charged: prices times quantities by line, the shipping, the taxes, and the total.

    Whatever else is in the total (discounts, gift certificates, a surcharge) is spread over the
    lines, as refunds spread it.
    """

    lines: tuple[Decimal, ...]
    shipping: Decimal
    total: Decimal
    taxes: tuple[SoldTax, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBack:
    """What refunds gave back up to a moment: by line, of the shipping, and of the added tax."""

    lines: tuple[Decimal, ...]
    shipping: Decimal = NOTHING
    tax: Decimal = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What of a sale is taken back up to a moment, rounded.

    `parts` are the lines and, last, the shipping; their taxes are contained, so that they come to
    what went back. `taxes` and `shares` go by the taxes of the sale: amounts, and which part of the
    whole tax that is, exactly.
    """

    parts: tuple[Decimal, ...]
    taxes: tuple[Decimal, ...]
    shares: tuple[Fraction, ...]


def taken_back(sale: Sale, paid_back: PaidBack, *, places: int = 2) -> TakenBack:
    """What of `sale` is taken back once refunds gave `paid_back`; never more than all of it."""
    parts = _parts_of(sale)
    gross = _gross(parts, paid_back)
    shares = [_share(back, part.gross) for back, part in zip(gross, parts, strict=True)]
    exact = [
        sum((part.taxes[place] * share for part, share in zip(parts, shares, strict=True)), _NONE)
        for place in range(len(sale.taxes))
    ]
    of_all = _share(sum(gross, _NONE), sum((part.gross for part in parts), _NONE))
    return TakenBack(
        parts=tuple(_rounded_parts(gross, places)),
        taxes=tuple(_rounded_taxes(sale.taxes, exact, paid_back.tax, places)),
        shares=tuple(
            _share(amount, Fraction(tax.amount)) if tax.amount else of_all
            for tax, amount in zip(sale.taxes, exact, strict=True)
        ),
    )


def sold_tax(tax: OrderTax, lines: Sequence[OrderLine]) -> SoldTax:
    """A tax of an order, whose lines are `lines`."""
    return SoldTax(
        amount=tax.amount,
        is_included=tax.is_included_in_prices,
        of_lines=tax_of_lines(tax, lines),
        of_shipping=tax.of_shipping or NOTHING,
    )


def tax_of_lines(tax: OrderTax, lines: Sequence[OrderLine]) -> tuple[Decimal | None, ...]:
    """The tax on each of `lines`, None for a line without it.

    () where the store does not tell, or tells of other lines.
    """
    told: dict[str, str] | None = tax.of_lines
    if told is None or not set(told) <= {line.store_line_id for line in lines}:
        return ()
    amounts = (told.get(line.store_line_id) for line in lines)
    return tuple(None if amount is None else Decimal(amount) for amount in amounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A line of the sale, or its shipping: what it cost, its share of added tax, of each tax."""

    charged: Fraction
    added: Fraction
    taxes: tuple[Fraction, ...]

    @property
    def gross(self) -> Fraction:
        return self.charged + self.added


def _parts_of(sale: Sale) -> list[_Part]:
    total = max(sale.total, NOTHING)
    added = sum((tax.amount for tax in sale.taxes if not tax.is_included), NOTHING)
    of_tax = min(max(added, NOTHING), total)
    shipping = min(max(sale.shipping, NOTHING), total - of_tax)
    goods = Fraction(total - of_tax - shipping)
    lines = [Fraction(max(amount, NOTHING)) for amount in sale.lines]
    if lines:
        amounts = [*_spread(goods, lines), Fraction(shipping)]
    else:
        amounts = [goods + Fraction(shipping)]
    by_tax = [_spread(Fraction(tax.amount), _weights(tax, amounts)) for tax in sale.taxes]
    exact = [
        sum((row[i] for row, t in zip(by_tax, sale.taxes, strict=True) if not t.is_included), _NONE)
        for i in range(len(amounts))
    ]
    of_parts = _spread(Fraction(of_tax), exact)
    return [
        _Part(charged=amount, added=tax, taxes=tuple(row[place] for row in by_tax))
        for place, (amount, tax) in enumerate(zip(amounts, of_parts, strict=True))
    ]


def _weights(tax: SoldTax, amounts: Sequence[Fraction]) -> list[Fraction]:
    """By what the tax is spread over the parts, which cost `amounts`.

    What nothing was charged for cannot go back: the tax on it goes back with the rest.
    """
    if len(tax.of_lines) == len(amounts) - 1:
        told = [Fraction(amount or 0) for amount in (*tax.of_lines, tax.of_shipping)]
        weights = [one if amount else _NONE for one, amount in zip(told, amounts, strict=True)]
    else:
        weights = [*amounts[:-1], amounts[-1] if tax.covers_shipping else _NONE]
    return weights if any(weights) else list(amounts)


def _gross(parts: Sequence[_Part], paid_back: PaidBack) -> list[Fraction]:
    """What went back of each part with its added tax; never more than there was of it.

    The added tax goes with the parts that went back. What is too much for one part, since the order
    changed after it was sold, is taken of the others.
    """
    back = [Fraction(amount) for amount in (*paid_back.lines, paid_back.shipping)]
    fitting = [
        part.added * min(_share(one, part.charged), _ALL)
        for part, one in zip(parts, back, strict=True)
    ]
    weights = next(
        (ws for ws in (fitting, [p.added for p in parts]) if any(ws)), [p.gross for p in parts]
    )
    of_tax = _spread(Fraction(paid_back.tax), weights)
    asked = [one + tax for one, tax in zip(back, of_tax, strict=True)]
    taken = [min(one, part.gross) for one, part in zip(asked, parts, strict=True)]
    room = [part.gross - one for part, one in zip(parts, taken, strict=True)]
    rest = min(sum(asked, _NONE) - sum(taken, _NONE), sum(room, _NONE))
    return [one + more for one, more in zip(taken, _spread(rest, room), strict=True)]


def _rounded_parts(gross: Sequence[Fraction], places: int) -> list[Decimal]:
    """Rounded so that they come to the rounded sum."""
    marks, so_far = [NOTHING], _NONE
    for amount in gross:
        so_far += amount
        marks.append(_rounded(so_far, places))
    return [after - before for before, after in pairwise(marks)]


def _rounded_taxes(
    taxes: Sequence[SoldTax], exact: Sequence[Fraction], refunded: Decimal, places: int
) -> list[Decimal]:
    """The taxes, rounded. Those added to prices come to what was `refunded` of them, if it fits."""
    amounts = [_rounded(amount, places) for amount in exact]
    added = [place for place, tax in enumerate(taxes) if not tax.is_included]
    of_added = [exact[place] for place in added]
    if any(of_added) and abs(sum(of_added, _NONE) - Fraction(refunded)) <= _NEARLY:
        fitted = _rounded_parts(_spread(Fraction(refunded), of_added), places)
        for place, amount in zip(added, fitted, strict=True):
            amounts[place] = amount
    return amounts


def _spread(amount: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    """`amount` divided by `weights`, exactly; equally without any weight."""
    whole = sum(weights, _NONE)
    if not whole:
        return [amount / len(weights)] * len(weights) if weights else []
    return [amount * weight / whole for weight in weights]


def _share(part: Fraction, whole: Fraction) -> Fraction:
    return part / whole if whole else _NONE


def _rounded(amount: Fraction, places: int) -> Decimal:
    exact = Decimal(amount.numerator) / amount.denominator
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
