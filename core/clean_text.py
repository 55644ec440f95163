"""Texts freed from what programs and keyboards put round them. Pure."""

import re
import unicodedata

_TEXT_FORMULA = re.compile(r"^\s*=\s*\"(.*)\"\s*$", re.DOTALL)
# A number of more digits than a spreadsheet keeps, as it then writes it.
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)
_ROUNDED_CELL = re.compile(r"\d[.,]\d{4,}E\+?\d+", re.IGNORECASE)
_INVISIBLE = frozenset(("Cf", "Cc", "Cs"))
REMEDY = "Format the column as text and enter the number again."


def clean(text: str) -> str:
    """`text` as a person reads it: without text guards, invisible signs and odd blanks.

    Label software and spreadsheets guard long numbers as text, `'9400` and `="9400"`. Full-width
    letters become plain ones, several blanks become one.
    """
    if not text or (text.isascii() and text.isalnum()):
        return text
    plain = unicodedata.normalize("NFKC", text)
    plain = " ".join(plain.split())
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in _INVISIBLE).strip()
    if formula := _TEXT_FORMULA.match(plain):
        plain = formula[1].replace('""', '"').strip()
    return plain.lstrip("'’`").strip()


def unguarded(text: str) -> str:
    """A name or SKU without its text guard and invisible signs; its letters stay as they are."""
    if not text or (text.isascii() and text.isalnum()):
        return text
    plain = "".join(sign for sign in text if unicodedata.category(sign) not in _INVISIBLE).strip()
    if formula := _TEXT_FORMULA.match(plain):
        return formula[1].replace('""', '"').strip()
    return plain[1:] if re.match(r"'\s*[=+@\d＝＋－＠-]", plain) else plain


def why_rounded(text: str, *, is_number: bool = True) -> str:
    """Why `text` is what a spreadsheet left of a longer number, with the remedy; '' if it is not.

    Without `is_number` short forms such as 9E5 may be names, and pass.
    """
    form = _ROUNDED if is_number else _ROUNDED_CELL
    return f"“{text}” was rounded by the spreadsheet. {REMEDY}" if form.fullmatch(text) else ""
