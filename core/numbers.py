"""Numbers that come in addresses and forms."""

from collections.abc import Iterable

# An id of more digits fits no column of the database.
_MOST_DIGITS = 17


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of `texts` that are numbers, see `whole_number`."""
    return [number for text in texts if (number := whole_number(text)) is not None]


def whole_number(text: str) -> int | None:
    """`text` as a number that an id or version can be; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else None
