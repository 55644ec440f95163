"""Amounts and weights as label software writes them. Pure."""

import re
from decimal import Decimal

from core.clean_text import clean

_MOST = Decimal(10) ** 7
# Kilograms of each unit.
_UNITS = {
    "kg": Decimal(1),
    "g": Decimal("0.001"),
    "lb": Decimal("0.45359237"),
    "oz": Decimal("0.028349523125"),
}
_NAMES = {"kgs": "kg", "kilo": "kg", "kilogram": "kg", "gr": "g", "gram": "g", "grams": "g"}
_NAMES |= {"lbs": "lb", "pound": "lb", "pounds": "lb", "ounce": "oz", "ounces": "oz"}
_NUMBER = r"\d[\d.,' ]*|\.\d+"


def read_amount(text: str) -> Decimal | None:
    """$5.23, 5.23 USD, 1,234.50 and 1.234,50 with two places; None for what is no amount."""
    match = re.fullmatch(rf"[^\W\d_]{{0,3}}\W?\s*({_NUMBER})\s*\W?[^\W\d_]{{0,3}}", clean(text))
    number = _decimal(match[1]) if match and not clean(text).startswith("-") else None
    return None if number is None else number.quantize(Decimal("0.01"))


def read_weight(text: str, unit: str = "kg") -> Decimal | None:
    """12 oz, 1.5 lb, 1 lb 4 oz in kilograms with three places; None for what is no weight.

    `unit` is that of a number without one.
    """
    plain = clean(text).casefold()
    parts = re.findall(rf"({_NUMBER})\s*([a-z]*)\.?", plain)
    if not parts or plain.startswith("-") or re.sub(rf"({_NUMBER})|[a-z.\s]", "", plain):
        return None
    total = Decimal(0)
    for number, name in parts:
        each, value = _UNITS.get(_NAMES.get(name, name) or unit), _decimal(number)
        if each is None or value is None:
            return None
        total += value * each
    return total.quantize(Decimal("0.001")) if total < _MOST else None


def unit_in(heading: str) -> str:
    """The unit in the heading of a column: Weight (oz); kg where none stands."""
    for word in re.findall(r"[a-z]+", heading.casefold().replace("_", " ")):
        unit = _NAMES.get(word, str(word))
        if unit in _UNITS:
            return unit
    return "kg"


def _is_thousands(plain: str) -> bool:
    """Whether the comma of a number with one mark stands for thousands: 1,234, but not 0,500."""
    before, mark, after = plain.partition(",")
    return bool(mark) and len(after) == 3 and before.strip("0") != ""


def _decimal(text: str) -> Decimal | None:
    """A number whose last point or comma, before one or two digits at the end, is the decimal's."""
    plain = text.replace(" ", "").replace("'", "").rstrip(".,")
    marks = [sign for sign in plain if sign in ".,"]
    if len(set(marks)) == 2:
        plain = plain.replace("," if marks[-1] == "." else ".", "").replace(",", ".")
    elif marks and (len(marks) > 1 or _is_thousands(plain)):
        plain = plain.replace(marks[0], "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"\d{1,7}(\.\d*)?|\.\d+", plain):
        return None
    return Decimal(plain)
