"""Money: Decimal end to end, rounded in one place."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from babel.numbers import get_currency_precision

CENT = Decimal("0.01")
NOTHING = Decimal(0)


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to two places."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


# Currencies without a smaller unit (ISO 4217).
_WHOLE = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()  # noqa: SIM905
)


def places_of(currency: str) -> int:
    """How many decimals amounts of `currency` are rounded to: 0 or 2.

    Stores keep two places, also of currencies that have three.
    """
    return 0 if currency in _WHOLE else 2


def shown_places(currency: str) -> int:
    """How many decimals amounts of `currency` are written with: 0, 2 or 3 (KWD, TND ...)."""
    return 3 if get_currency_precision(currency) > 2 else places_of(currency)


def share(amount: Decimal, part: Decimal, whole: Decimal, *, places: int = 2) -> Decimal:
    """The share of `amount` that `part` is of `whole`, rounded half up; nothing of nothing."""
    if not whole:
        return NOTHING
    return (amount * part / whole).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def split(amount: Decimal, weights: Sequence[Decimal], *, places: int = 2) -> list[Decimal]:
    """Divide `amount` by `weights`: parts of `places` decimals that add up to it exactly.

    Parts are the steps of a running sum that is rounded. Without any weight they are equal.
    """
    if not weights:
        return []
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    whole = sum(weights, NOTHING)
    marks = [share(amount, mark, whole, places=places) for mark in accumulate(weights)]
    return [mark - before for before, mark in zip([NOTHING, *marks], marks, strict=False)]


def capped(amounts: Sequence[Decimal], most: Decimal) -> list[Decimal]:
    """`amounts`, the later ones cut so that they are `most` together."""
    marks = [min(mark, max(most, NOTHING)) for mark in accumulate(amounts)]
    return [mark - before for before, mark in zip([NOTHING, *marks], marks, strict=False)]
