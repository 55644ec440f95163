"""Whether the machine has fonts for what is to be printed. Asks fontconfig, as WeasyPrint does."""

import ctypes
import ctypes.util
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from weasyprint.text import ffi as _ffi


def subsets_quickly() -> bool:
    """Whether WeasyPrint finds HarfBuzz's subsetter, without which a document takes far longer."""
    return bool(getattr(_ffi, "harfbuzz_subset", None))


def slow_printing(*, has_subsetter: bool) -> str:
    """What to install so that invoices are drawn quickly, as a sentence; '' when nothing is."""
    if has_subsetter:
        return ""
    return (
        "Each invoice takes a quarter of a second longer than it must: HarfBuzz's subsetter is "
        "missing. Install it, on Debian or Ubuntu the package libharfbuzz-subset0, and restart."
    )


def missing_scripts(texts: object) -> str:
    """A sentence about the scripts in `texts` (any nest of dicts and lists) that no font covers."""
    signs = {sign for text in _texts(texts) if not text.isascii() for sign in text}
    names = {_script(sign) for sign in signs if sign.isalpha() and not _is_covered(sign)}
    if not names:
        return ""
    return (
        f"No font on this machine has {', '.join(sorted(names))}, so some signs are missing. "
        "Install fonts for it, on Debian fonts-noto-core and fonts-noto-cjk, and restart."
    )


def _texts(nest: object) -> Iterator[str]:
    if isinstance(nest, str):
        yield nest
    elif isinstance(nest, dict):
        for part in nest.values():
            yield from _texts(part)
    elif isinstance(nest, list):
        for part in nest:
            yield from _texts(part)


def _script(sign: str) -> str:
    return unicodedata.name(sign, "UNKNOWN").split()[0].title()


@cache
def _is_covered(sign: str) -> bool:
    library = _fontconfig()
    if library is None:
        return True  # nothing can be said
    pattern, charset = library.FcPatternCreate(), library.FcCharSetCreate()
    library.FcCharSetAddChar(charset, ord(sign))
    library.FcPatternAddCharSet(pattern, b"charset", charset)
    wanted = library.FcObjectSetCreate()
    library.FcObjectSetAdd(wanted, b"family")
    found = library.FcFontList(None, pattern, wanted)
    count = found.contents.nfont if found else 0
    library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(wanted)
    library.FcCharSetDestroy(charset)
    library.FcPatternDestroy(pattern)
    return bool(count)


class _FontSet(ctypes.Structure):
    _fields_ = [("nfont", ctypes.c_int), ("sfont", ctypes.c_int), ("fonts", ctypes.c_void_p)]


@cache
def _fontconfig() -> Any:
    name = ctypes.util.find_library("fontconfig")
    if name is None:
        return None
    library, pointer = ctypes.CDLL(name), ctypes.c_void_p
    for function, arguments, result in (
        ("FcPatternCreate", [], pointer),
        ("FcCharSetCreate", [], pointer),
        ("FcCharSetAddChar", [pointer, ctypes.c_uint32], ctypes.c_int),
        ("FcPatternAddCharSet", [pointer, ctypes.c_char_p, pointer], ctypes.c_int),
        ("FcObjectSetCreate", [], pointer),
        ("FcObjectSetAdd", [pointer, ctypes.c_char_p], ctypes.c_int),
        ("FcFontList", [pointer, pointer, pointer], ctypes.POINTER(_FontSet)),
        ("FcFontSetDestroy", [ctypes.POINTER(_FontSet)], None),
        ("FcObjectSetDestroy", [pointer], None),
        ("FcCharSetDestroy", [pointer], None),
        ("FcPatternDestroy", [pointer], None),
    ):
        getattr(library, function).argtypes = arguments
        getattr(library, function).restype = result
    return library
