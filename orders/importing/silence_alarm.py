"""The silence alarm: a store that usually sells and has not, or imports that have stopped."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import holidays
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from notices import board
from notices.models import NoticeKind
from orders.importing import rhythm
from orders.importing.rhythm import Rhythm
from orders.models import ImportCursor, Order
from settings.models import Company

# A rhythm of eight weeks is another one after some hours at the earliest.
LEARNED_EVERY = timedelta(hours=6)
# Orders of a busy store that are looked at; fewer weeks of more orders say as much.
MOST_ORDERS = 50_000

# An import runs every few minutes; after an hour somebody should look.
LONGEST_WITHOUT_GOOD_RUN = timedelta(hours=1)


def listen() -> None:
    """Put up or take down both notices for every company that downloads orders."""
    now = timezone.now()
    for company in Company.objects.downloading().select_related("connection", "import_cursor"):
        if company.connection.is_complete:
            _tell(company, NoticeKind.NO_ORDERS, no_orders(company, now), "order_list")
            _tell(company, NoticeKind.NO_GOOD_RUN, no_good_run(company, now), "job_list")


def no_orders(company: Company, now: datetime) -> str:
    """A sentence when `company` has had no order for unusually long; '' otherwise."""
    placed = Order.objects.for_company(company).filter(placed_at__lte=now)
    last = placed.order_by("-placed_at").values_list("placed_at", flat=True).first()
    usual = _rhythm(company, now)
    if last is None or usual is None or not usual.is_unusual(last, now):
        return ""
    missed = usual.expected(last, now)
    return (
        f"No order has been placed for {in_hours(now - last)}. At these hours of the week some "
        f"{missed:,.0f} usually come in that time. Look whether the store sells and whether "
        "imports run."
    )


def holidays_of(country: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday in all of `country` (two letters); never if unknown."""
    if country not in holidays.list_supported_countries():
        return lambda _: False
    return holidays.country_holidays(country).__contains__


def _rhythm(company: Company, now: datetime) -> Rhythm | None:
    """What `rhythm.learn` makes of the company's orders; learned again every few hours."""
    is_holiday = holidays_of(company.country.code)
    key = f"rhythm:{company.pk}:{company.zone.key}:{company.country.code}"
    known = cache.get(key)
    if known is None:
        learned = rhythm.learn(_times(company, now), company.zone, is_holiday)
        known = (learned.by_hour, learned.most_expected) if learned else ()
        cache.set(key, known, LEARNED_EVERY.total_seconds())
    if not known:
        return None
    by_hour, most_expected = known
    return Rhythm(
        zone=company.zone,
        by_hour=by_hour,
        most_expected=most_expected,
        is_holiday=is_holiday,
    )


def _times(company: Company, now: datetime) -> list[datetime]:
    """When the newest orders were placed, rising: those of the weeks before the last one.

    However long ago that is: a silence must not end because nobody remembers the orders before.
    """
    placed = Order.objects.for_company(company).filter(placed_at__lte=now).order_by("-placed_at")
    newest = placed.values_list("placed_at", flat=True)
    last = newest.first()
    if last is None:
        return []
    return list(newest.filter(placed_at__gt=last - rhythm.LEARNED_FROM)[:MOST_ORDERS])[::-1]


def no_good_run(company: Company, now: datetime) -> str:
    """A sentence when no automatic import has ended well for too long; '' otherwise."""
    cursor: ImportCursor | None = getattr(company, "import_cursor", None)
    usual = timedelta(minutes=company.connection.minutes_between_runs)
    longest = max(LONGEST_WITHOUT_GOOD_RUN, usual * 3)
    last = cursor.succeeded_at if cursor else None
    begun = last or company.created_at
    if now - begun <= longest:
        return ""
    since = f"for {in_hours(now - begun)}" if last else "yet"
    return (
        f"No import has ended well {since}. Open the last job to see why; if there is none, the "
        "workers or the schedule (Celery beat) have stopped."
    )


def in_hours(time: timedelta) -> str:
    """A stretch of time in the unit that suits it."""
    hours = time.total_seconds() / 3600
    if hours >= 48:
        return f"{hours / 24:.0f} days"
    return f"{hours:.0f} hours" if hours >= 2 else f"{hours * 60:.0f} minutes"


def _tell(company: Company, kind: NoticeKind, sentence: str, page: str) -> None:
    if sentence:
        board.put_up(company, kind, sentence, link=reverse(page), count=1)
    else:
        board.take_down(company, kind)
