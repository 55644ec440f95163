"""Barcodes as SVG."""

from functools import lru_cache
from itertools import groupby

from barcode import Code128

_MODULE = 0.3  # mm, the narrowest bar
_HEIGHT = 10  # mm
_QUIET = 1  # mm of white on either side


@lru_cache(maxsize=64)
def code128(text: str) -> str:
    """`text` as a Code 128 barcode: the SVG's markup; '' for what Code 128 cannot carry.

    All bars are one path: WeasyPrint draws it several times as fast as so many rectangles.
    """
    if not text or not text.isascii():
        return ""
    (modules,) = Code128(text).build()
    bars, place = [], 0
    for sign, run in groupby(modules):
        width = len(list(run))
        if sign == "1":
            bars.append(f"M{place} 0h{width}v1h-{width}z")
        place += width
    wide = place * _MODULE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide + 2 * _QUIET:.1f}mm" '
        f'height="{_HEIGHT}mm" viewBox="{-_QUIET / _MODULE:.3f} 0 '
        f'{place + 2 * _QUIET / _MODULE:.3f} 1" preserveAspectRatio="none">'
        f'<path d="{"".join(bars)}"/></svg>'
    )
