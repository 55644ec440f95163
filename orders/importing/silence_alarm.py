"""The silence alarm: a store that usually sells and has not, or imports that have stopped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.urls import reverse
from django.utils import timezone

from notices import board
from notices.models import NoticeKind
from orders.models import ImportCursor, Order
from settings.models import Company

# From how long ago a store's rhythm is learned, and from how many orders at least.
LEARNED_FROM = timedelta(days=28)
FEWEST_ORDERS = 20

# Shorter pauses say nothing, however busy the store.
SHORTEST_ALARM = timedelta(hours=2)
LONGER_THAN_USUAL = 1.5

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
    placed = Order.objects.for_company(company).filter(
        placed_at__gt=now - LEARNED_FROM, placed_at__lte=now
    )
    times = list(placed.order_by("placed_at").values_list("placed_at", flat=True))
    pause = unusual_pause(times, now)
    if pause is None:
        return ""
    silent, usual = pause
    return (
        f"No order has been placed for {in_hours(silent)}; in the last four weeks the longest "
        f"pause was {in_hours(usual)}. Look whether the store sells and whether imports run."
    )


def unusual_pause(times: Sequence[datetime], now: datetime) -> tuple[timedelta, timedelta] | None:
    """How long it has been silent and how long is usual, if that is alarming. Pure.

    `times` are those of orders, rising. A store with few orders has no rhythm to miss.
    """
    if len(times) < FEWEST_ORDERS:
        return None
    usual = max(later - earlier for earlier, later in pairwise(times))
    silent = now - times[-1]
    return (silent, usual) if silent > max(usual * LONGER_THAN_USUAL, SHORTEST_ALARM) else None


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
