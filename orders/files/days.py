"""Days as label software writes them. Pure.

The order of day and month is decided once for a file by its own lines: see `order_of_days`.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from babel import Locale
from django.db import models

from core.clean_text import clean
from orders.files.naming import BadRow

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "cs", "sv", "da", "nb", "ru", "uk")
# Days that spreadsheets count from here, and the years that such a number can mean.
_SPREADSHEET_ZERO = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})([T ]?(\d{4}|\d{6}))?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_TIME = re.compile(r"[T ,]+\d{1,2}[:.h]\d{2}.*$|T\d{4,6}.*$")
_OFFSET = re.compile(r"\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$")


class DayOrder(models.TextChoices):
    """How a file writes 11/5/2026. Unknown: no line says it."""

    UNSETTLED = "", "As its lines say"
    DAY_FIRST = "day", "Day first: 5 November is 5/11"
    MONTH_FIRST = "month", "Month first: 5 November is 11/5"


def order_of_days(texts: Iterable[str], today: date) -> DayOrder:
    """What the days of a file say: one that is 13 to 31 decides its place, one in the future too.

    Lines that contradict each other decide nothing.
    """
    found: set[DayOrder] = set()
    for text in texts:
        if match := _SLASHED.match(clean(text)):
            first, second, year = (int(part) for part in match.groups())
            if first > 12 or second > 12:
                found.add(DayOrder.DAY_FIRST if first > 12 else DayOrder.MONTH_FIRST)
                continue
            latest = today + timedelta(days=1)
            if first != second and date(_year(year), first, second) > latest:
                found.add(DayOrder.DAY_FIRST)
            if first != second and date(_year(year), second, first) > latest:
                found.add(DayOrder.MONTH_FIRST)
    return found.pop() if len(found) == 1 else DayOrder.UNSETTLED


def read_day(text: str, order: DayOrder, zone: tzinfo | None = None) -> date | None:
    """The day that `text` names; None where nothing stands. Raises `BadRow`.

    A time with an offset is a day in `zone`.
    """
    text = clean(text)
    if not text or text in ("-", "–"):
        return None
    try:
        day = _moment(text, zone) or _day(_TIME.sub("", text).strip(), order)
    except ValueError:
        day = None
    if day is None or not day.year >= 1990:
        raise BadRow(f"“{text[:40]}” is no day that can be read. Write it as 2026-11-30.")
    return day


def _moment(text: str, zone: tzinfo | None) -> date | None:
    if zone is None or not _OFFSET.search(text) or not _ISO.match(text):
        return None
    text = re.sub(r"\s*(UTC|GMT|Z)$", "+00:00", text).replace(" +", "+")
    return datetime.fromisoformat(text).astimezone(zone).date()


def _day(text: str, order: DayOrder) -> date | None:
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(text):
        return date(_year(int(match[3])), int(match[2]), int(match[1]))
    if match := _SLASHED.fullmatch(text):
        return _slashed(int(match[1]), int(match[2]), _year(int(match[3])), order)
    if re.fullmatch(r"[3-6]\d{4}(\.\d+)?", text):
        return _SPREADSHEET_ZERO + timedelta(days=int(float(text)))
    return _named(text)


def _slashed(first: int, second: int, year: int, order: DayOrder) -> date:
    if first > 12 or first == second or (order == DayOrder.DAY_FIRST and second <= 12):
        return date(year, second, first)
    if second > 12 or order == DayOrder.MONTH_FIRST:
        return date(year, first, second)
    raise BadRow(
        f"“{first}/{second}/{year}” may mean two days. Choose whether day or month comes first "
        f"under Change columns, or write the day as {year}-{first:02}-{second:02} or "
        f"{year}-{second:02}-{first:02}."
    )


def _named(text: str) -> date | None:
    """Nov 27, 2026 and 27-Nov-26, in the languages that are known here."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    numbers = [int(part) for part in re.findall(r"\d+", text)]
    months = {_months()[word] for word in words if word in _months()}
    if len(months) != 1 or len(numbers) != 2:
        return None
    first, second = numbers
    day, year = (second, first) if first > 31 else (first, second)
    return date(_year(year), months.pop(), day)


def _year(year: int) -> int:
    return year + 2000 if year < 100 else year


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in _LANGUAGES:
        forms = Locale(language).months["format"]
        for width in ("abbreviated", "wide"):
            for number, name in forms[width].items():
                names.setdefault(name.casefold().rstrip("."), number)
    return names
