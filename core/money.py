"""Money: Decimal end to end, rounded in one place."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


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
