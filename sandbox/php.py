"""Values and JSON as PHP and MySQL put them on the wire."""

import json
from decimal import Decimal
from typing import Any


def encode(value: Any) -> bytes:
    """JSON as PHP's json_encode prints it: ASCII, escaped slashes, whole floats without `.0`."""
    text = json.dumps(_printable(value), ensure_ascii=True, separators=(",", ":"))
    return text.replace("/", "\\/").encode("ascii")


def _printable(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Decimal):
        return _printable(float(value))
    if isinstance(value, dict):
        return {str(key): _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def array(mapping: dict[Any, Any]) -> Any:
    """A PHP array: an empty map prints as `[]`, one keyed 0..n as a list."""
    if not mapping:
        return []
    if [str(key) for key in mapping] == [str(number) for number in range(len(mapping))]:
        return list(mapping.values())
    return mapping


def column(value: Any, length: int = 0) -> str:
    """A database column as text; over-long text is silently cut, emoji end it (3-byte utf8)."""
    text = str(value)
    for position, letter in enumerate(text):
        if ord(letter) > 0xFFFF:
            text = text[:position]
            break
    return text[:length] if length else text


def money(amount: float | Decimal | str) -> str:
    """A decimal(12,2) column."""
    return f"{float(amount):.2f}"


def integer(value: Any) -> int:
    """PHP's (int): leading digits count, anything else is 0."""
    digits = ""
    for letter in str(value).strip():
        if letter.isdigit() or (letter == "-" and not digits):
            digits += letter
        else:
            break
    return int(digits) if digits not in ("", "-") else 0
