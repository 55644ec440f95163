"""Tracking numbers: how they are kept, and whether one has its carrier's form. Pure.

A doubt is a warning, never a refusal.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from tracking_numbers import DEFINITIONS

from core.clean_text import REMEDY, clean, why_rounded

# Carriers whose numbers are known with their check digits, and whose definitions count as theirs.
# Others (DHL's many products, DPD, GLS ...) have no form that tells anything.
_KNOWN = {
    "ups": ("ups",),
    "fedex": ("fedex",),
    "usps": ("usps", "s10"),
}
_NAMES = {"ups": "UPS", "fedex": "FedEx", "usps": "USPS"}
# What stands where there is no number.
_FILLERS = frozenset(
    (
        *("", "na", "none", "null", "nil", "nan", "pending", "tbd", "tba", "unknown", "0", "no"),
        *("notracking", "notrackingnumber", "notavailable", "awaitingtracking"),
    )
)
_LINK = re.compile(r"(https?://|www\.)", re.IGNORECASE)
# A spreadsheet keeps so many digits of a number; the others are zeros then.
_DIGITS_KEPT = 15


class NoTrackingNumber(ValueError):
    """What was given is no tracking number. The message is a sentence."""


def clean_tracking_number(text: str) -> str:
    """One tracking number as its carrier knows it; '' where none stands (N/A, pending).

    Text guards, blanks and invisible signs go, a link gives its number. For every number that is
    typed, uploaded, sent by the API or read from a store. Raises `NoTrackingNumber` for one that a
    spreadsheet has rounded, and for a link without a number.
    """
    plain = clean(text)
    if _LINK.match(plain):
        plain = _in_link(plain)
    plain = "".join(plain.split())
    if re.fullmatch(r"\d+\.0+", plain):
        plain = plain.partition(".")[0]
    if "".join(filter(str.isalnum, plain)).casefold() in _FILLERS:
        return ""
    if reason := why_rounded(plain) or _why_zeros(plain):
        raise NoTrackingNumber(reason)
    return plain.upper() if plain[:2] == "1z" else plain


def kept_number(text: str) -> str:
    """A number that a store has told, cleaned as `clean_tracking_number` does; refused never."""
    try:
        return clean_tracking_number(text)
    except NoTrackingNumber:
        return "".join(clean(text).split())


def tracking_numbers(text: str) -> list[str]:
    """The tracking numbers in `text`, mostly one. Raises `NoTrackingNumber`.

    Two stand in one cell behind a comma, a line break, or as long runs with a blank between them:
    carriers print one number in short groups.
    """
    is_plain = text.isalnum() and text.isascii()
    if is_plain or _LINK.match(clean(text)) or why_rounded(clean(text)):
        parts = [text]
    else:
        parts = [part for part in re.split(r"[,;|\r\n]+", text) if clean(part)]
        blanks = [clean(part) for part in clean(text).split()]
        if len(parts) == 1 and len(blanks) > 1 and all(map(_is_whole, blanks)):
            parts = blanks
    numbers = [clean_tracking_number(part) for part in parts]
    return list(dict.fromkeys(filter(None, numbers)))


def doubt(carrier_code: str, tracking_number: str) -> str:
    """What is odd about a number of the carrier with our code, as a sentence; '' when nothing is.

    Nothing is odd about a number without a carrier. Numbers are compared without spaces, as
    carriers print them.
    """
    number = "".join(tracking_number.split()).upper()
    if not number or not carrier_code:
        return ""
    owners = _owners(number)
    expected = _KNOWN.get(carrier_code)
    if expected is None:
        # "1Z" and a check digit that fits: nobody else has such numbers.
        if "ups" in owners and number.startswith("1Z"):
            return f"“{tracking_number}” is a tracking number of UPS. Is the carrier right?"
        return ""
    if owners & set(expected):
        return ""
    return (
        f"“{tracking_number}” is no {_NAMES[carrier_code]} tracking number: its length or check "
        "digit is wrong. Compare it with the label."
    )


def _is_whole(part: str) -> bool:
    return len(part) >= 10 and sum(sign.isdigit() for sign in part) >= 6


def _in_link(link: str) -> str:
    """The number that a tracking page is asked for. Raises `NoTrackingNumber`."""
    parts = urlsplit(link if "://" in link else f"https://{link}")
    asked = [value for _, value in parse_qsl(f"{parts.query}&{parts.fragment.rpartition('?')[2]}")]
    path = [unquote(part) for part in (*parts.path.split("/"), *parts.fragment.split("/"))]
    for text in (*asked, *reversed(path)):
        number = "".join(clean(text).split())
        if re.fullmatch(r"[A-Za-z0-9-]{6,40}", number) and sum(map(str.isdigit, number)) >= 4:
            return number
    raise NoTrackingNumber(
        f"“{link[:80]}” is a link without a tracking number. Enter the number itself."
    )


def _why_zeros(number: str) -> str:
    """Why a long number that ends in zeros was rounded; '' when its check digit fits."""
    lost = len(number) - _DIGITS_KEPT
    if lost < 2 or not number.isdecimal() or set(number[-lost:]) != {"0"} or _owners(number):
        return ""
    return f"“{number}” was rounded by the spreadsheet: it ends in zeros. {REMEDY}"


@lru_cache(maxsize=2048)
def _owners(number: str) -> frozenset[str]:
    """The carriers that may have given out `number`."""
    matches = ((one.courier.code, one.test(number)) for one in DEFINITIONS)
    return frozenset(code for code, match in matches if match and match.valid)
