"""Reading CS-Cart's values, whatever type they come in.

Columns are text, computed values are numbers, an empty map is `[]`, a failed one `false`, and some
fields are all of these in turn. One tolerant reader each; what cannot be read names its field.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.money import to_cents
from core.storable_text import storable, unescaped

Row = dict[str, Any]

# No amount, price or quantity of an order is as large.
MOST = Decimal(10) ** 12


class Unreadable(ValueError):
    """A field has a value that cannot be read. The message is a sentence for staff."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(f"Its “{field}” cannot be read: {str(value)[:60]!r}.")


def text(row: Row, field: str) -> str:
    """The field as text; '' for null, false, an empty list or an absent key."""
    value = row.get(field)
    if value is None or value is False or isinstance(value, list | dict):
        return ""
    return storable(str(value))


def words(row: Row, field: str) -> str:
    """The field as text for people. The API gives some of these HTML-escaped, once."""
    return unescaped(text(row, field))


def amount(row: Row, field: str) -> Decimal:
    """The field as money rounded half up to cents; 0 when it is empty. Raises `Unreadable`."""
    return to_cents(decimal(row, field))


def decimal(row: Row, field: str) -> Decimal:
    """The field as an exact number; 0 when it is empty. Raises `Unreadable`."""
    value = row.get(field)
    if value in (None, "", False, []):
        return Decimal(0)
    try:
        number = Decimal(str(value))
        is_sane = number.is_finite() and -MOST < number < MOST
    except ArithmeticError:  # no number at all, or one with an exponent beyond all bounds
        raise Unreadable(field, value) from None
    if not is_sane:
        raise Unreadable(field, value)
    return number


def whole(row: Row, field: str) -> int:
    """The field as a whole number; 0 when it is empty. Raises `Unreadable`."""
    number = decimal(row, field)
    if number != number.to_integral_value():
        raise Unreadable(field, row.get(field))
    return int(number)


def number(row: Row, field: str) -> int:
    """The field as a whole number of 0 or more; 0 also when it cannot be read."""
    try:
        return max(0, whole(row, field))
    except Unreadable:
        return 0


def moment(row: Row, field: str) -> datetime | None:
    """The field as a time, from unix seconds; None for 0 or empty. Raises `Unreadable`."""
    seconds = whole(row, field)
    if seconds == 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise Unreadable(field, seconds) from None


def is_yes(row: Row, field: str) -> bool:
    """Whether a Y/N flag is set; an absent one is not."""
    return text(row, field) == "Y"


def mapping(row: Row, field: str) -> dict[str, Any]:
    """The field as a map: `[]`, `false` and null are empty, a list is keyed 0, 1, 2 ..."""
    value = row.get(field)
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {str(position): item for position, item in enumerate(value)}
    return {}


def rows(row: Row, field: str) -> list[Row]:
    """The maps in a list or map, in its order; anything else in it is left out."""
    return [item for item in mapping(row, field).values() if isinstance(item, dict)]
