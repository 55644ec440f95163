"""In which encoding a text file was written."""

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from core.tables.table import UnreadableTable

# What a person may choose: the name of Python's codec, and what spreadsheets call it.
CHOICES = {
    "utf_8": "Unicode (UTF-8)",
    "utf_16_le": "Unicode (UTF-16)",
    "cp1252": "Western European (Windows)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1257": "Baltic (Windows)",
    "iso8859_15": "Western European (ISO)",
    "iso8859_2": "Central European (ISO)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp850": "Western European (DOS)",
    "mac_roman": "Western European (Mac)",
    "cp932": "Japanese (Shift-JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "cp949": "Korean",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_LATIN = ("cp1252", "cp1250", "iso8859_2")
# Enough for a guess; more makes it slow.
_SAMPLE = 40_000
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNREADABLE = (
    "The file is no table that can be read: neither CSV in UTF-8 nor XLSX, and no other form that "
    "is known here. Save it as “CSV UTF-8” or as .xlsx."
)


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """`content` as a text, and the encoding it was read by: `encoding`, unless that is ''.

    Raises `UnreadableTable`.
    """
    mark, marked = _marked(content)
    encoding = marked or (encoding if encoding in CHOICES else "") or _guess(content)
    try:
        text = content[len(mark) :].decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableTable(_UNREADABLE) from error
    if not text.strip() or _NO_TEXT.search(text):
        raise UnreadableTable(_UNREADABLE)
    return text, encoding


def _marked(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return mark, encoding
    return b"", ""


def _guess(content: bytes) -> str:
    sample = content[:_SAMPLE]
    # Latin letters in UTF-16 have every other byte empty.
    if sample[1::2].count(0) * 3 > len(sample):
        return "utf_16_le"
    if sample[::2].count(0) * 3 > len(sample):
        return "utf_16_be"
    try:
        content.decode("utf_8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf_8"
    odd = b"\n".join(line for line in content.splitlines() if not line.isascii())[:_SAMPLE]
    best = from_bytes(odd, cp_isolation=list(CHOICES), enable_fallback=False).best()
    likely = [best.encoding] if best else []
    # Short texts say little to the detector: what makes signs out of letters is not meant.
    found = min((*likely, *_LATIN), key=lambda encoding: _strangeness(odd, encoding))
    western = odd.decode("cp1252", errors="replace")
    return "cp1252" if western == odd.decode(found, errors="replace") else found


def _strangeness(sample: bytes, encoding: str) -> int:
    """How many signs, and words of two scripts, `sample` has in an encoding."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return len(sample)
    signs = sum(1 for sign in text if not sign.isascii() and not sign.isalpha())
    words = re.findall(r"[^\W\d_]+", text)
    return signs + sum(1 for word in words if not word.isascii() and _is_mixed(word))


def _is_mixed(word: str) -> bool:
    return len({unicodedata.name(letter, "").partition(" ")[0] for letter in word}) > 1
