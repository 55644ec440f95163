"""Numbers that come in addresses and forms."""

# An id of more digits fits no column of the database.
_MOST_DIGITS = 17


def whole_number(text: str) -> int | None:
    """`text` as a number that an id or version can be; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None
