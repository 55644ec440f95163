"""Stretches of days: presets and from-to."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

CUSTOM = "custom"
PRESETS = {
    "today": "Today",
    "yesterday": "Yesterday",
    "this_week": "This Week",
    "last_week": "Last Week",
    "last_3_days": "Last 3 Days",
    "last_7_days": "Last 7 Days",
    "last_14_days": "Last 14 Days",
    "last_31_days": "Last 31 Days",
    "last_60_days": "Last 60 Days",
    "last_90_days": "Last 90 Days",
    "last_120_days": "Last 120 Days",
    "month_to_date": "Month To Date",
    "last_month": "Last Month",
    "this_year": "This Calendar Year",
    "last_year": "Previous Calendar Year",
    CUSTOM: "From – to",
}
_LAST_DAYS = re.compile(r"last_(\d+)_days")


def days_of(preset: str, today: date) -> tuple[date, date]:
    """First and last day of one of `PRESETS` other than `CUSTOM`. Pure."""
    if match := _LAST_DAYS.fullmatch(preset):
        return today - timedelta(days=int(match[1]) - 1), today
    return _NAMED[preset](today)


def moments(first: date | None, last: date | None, zone: tzinfo) -> tuple[datetime | None, ...]:
    """When the first day begins and the last one is over, in `zone`; None for an open end."""
    begin = datetime.combine(first, time.min, zone) if first else None
    end = datetime.combine(last + timedelta(days=1), time.min, zone) if last else None
    return begin, end


def day(text: str) -> date | None:
    """`text` as a day (2026-11-25); None for anything else, and for years no order can be of."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2200 else None


def _last_week(today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


_NAMED: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - timedelta(days=1),) * 2,
    "this_week": lambda today: (today - timedelta(days=today.weekday()), today),
    "last_week": _last_week,
    "month_to_date": lambda today: (today.replace(day=1), today),
    "last_month": _last_month,
    "this_year": lambda today: (date(today.year, 1, 1), today),
    "last_year": lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
}
