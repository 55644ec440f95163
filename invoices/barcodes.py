"""Barcodes as SVG."""

from functools import lru_cache

from barcode import Code128
from barcode.writer import SVGWriter

_STYLE = {
    "module_width": 0.3,  # mm
    "module_height": 10.0,  # mm
    "quiet_zone": 1.0,  # mm
    "write_text": False,
}


@lru_cache(maxsize=64)
def code128(text: str) -> str:
    """`text` as a Code 128 barcode: the SVG's markup; '' for what Code 128 cannot carry."""
    if not text or not text.isascii():
        return ""
    svg: bytes = Code128(text, writer=SVGWriter()).render(_STYLE)
    markup = svg.decode()
    return markup[markup.index("<svg") :]
