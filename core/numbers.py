"""Numbers that come in addresses, forms and files."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

# An id of more digits fits no column of the database.
_MOST_DIGITS = 17


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of `texts` that are numbers, see `whole_number`."""
    return [number for text in texts if (number := whole_number(text)) is not None]


def whole_number(text: str) -> int | None:
    """`text` as a number that an id or version can be; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None


_SPACES = " \u00a0\u202f\u2009"
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*(?:[.,]\d*)?")


def decimal_number(text: str) -> tuple[Decimal | None, str]:
    """A number as people and spreadsheets write it, or None and a sentence that says what is wrong.

    12.50, 12,50, 1,234.50, 1.234,50 and 1 234,50 are read. `1,234` is refused: it may mean one or
    a thousand, and a guess would be wrong a thousandfold.
    """
    bare = text.strip().translate(dict.fromkeys(map(ord, _SPACES)))
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", bare):
        whole, decimals = bare.split(",")
        return None, (
            f"“{bare}” may mean {whole}{decimals} or {whole}.{decimals}. Write it with a dot and "
            "without signs between thousands."
        )
    try:
        return Decimal(_with_dot(bare)), ""
    except InvalidOperation:
        return None, f"“{text.strip()[:40]}” is no number. Enter one such as 12.50."


def _with_dot(bare: str) -> str:
    """Without signs between thousands, and with a dot before the decimals."""
    if bare.count(",") + bare.count(".") + bare.count("'") + bare.count("’") > 1:
        found = _GROUPED.fullmatch(bare)
        if found is None:
            return ""
        bare = bare.replace(found[1], "")
    return bare.replace(",", ".")
