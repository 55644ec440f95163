"""A store's rhythm: how many orders it usually gets by hour and weekday, and how long it may pause.

Orders are taken for random arrivals whose rate changes with the hour (a Poisson process). A pause
is measured by the orders that were to be expected meanwhile: at night few are, so it may be long.
Nothing here asks the database or the clock.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
WEEK_HOURS = 7 * 24

# From how long ago a rhythm is learned, and from how many orders and how long a time at least.
LEARNED_FROM = 8 * WEEK
FEWEST_ORDERS = 20
SHORTEST_TIME = 3 * DAY
# Before that, all days of the week are taken for alike.
WEEKDAYS_DIFFER_AFTER = 2 * WEEK

# Shorter pauses say nothing, however busy the store: an import may be a few minutes late.
SHORTEST_ALARM = timedelta(minutes=30)
# Even a store that sells like clockwork may miss two orders.
FEWEST_EXPECTED = 3.0
# A store whose longest pause is shorter than this part of what chance brings sells evenly; the next
# pause may be a little longer than that.
EVENLY = 0.6
LONGER_THAN_EVER = 1.2
# A day with many times the usual orders (a sale, a newsletter) says little about the next weeks.
MOST_OF_A_DAY = 1.5
# What of a usual day is to be expected on a public holiday.
ON_HOLIDAYS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Orders to be expected in each of the 168 hours of a week in `zone`, Monday 0:00 first.

    A pause is unusual once more than `most_expected` orders should have come in it.
    """

    zone: ZoneInfo
    by_hour: tuple[float, ...]
    most_expected: float
    is_holiday: Callable[[date], bool]

    def expected(self, since: datetime, until: datetime) -> float:
        """How many orders usually come between two moments."""
        total, moment = 0.0, since
        while moment < until:
            end = min(_next_hour(moment), until)
            total += self._per_hour(moment) * ((end - moment) / HOUR)
            moment = end
        return total

    def alarm_at(self, last: datetime) -> datetime | None:
        """When a pause that began with the order at `last` becomes unusual.

        None where that would take more than four weeks: the store hardly sells any more.
        """
        total, moment = 0.0, last
        while moment - last < 4 * WEEK:
            end = _next_hour(moment)
            rate = self._per_hour(moment)
            more = rate * ((end - moment) / HOUR)
            if total + more > self.most_expected:
                return moment + HOUR * ((self.most_expected - total) / rate)
            total, moment = total + more, end
        return None

    def is_unusual(self, last: datetime, now: datetime) -> bool:
        """Whether the store should have sold something again after `last`."""
        alarm_at = self.alarm_at(last)
        return alarm_at is not None and now > max(alarm_at, last + SHORTEST_ALARM)

    def _per_hour(self, moment: datetime) -> float:
        local = moment.astimezone(self.zone)
        usual = self.by_hour[local.weekday() * 24 + local.hour]
        return usual * ON_HOLIDAYS if self.is_holiday(local.date()) else usual


def learn(
    times: Sequence[datetime],
    zone: ZoneInfo,
    is_holiday: Callable[[date], bool] = lambda _: False,
) -> Rhythm | None:
    """The rhythm of orders placed at `times` (rising); None for too few to have one.

    What is learned ends with the last order, so that a silence does not pass for a rhythm.
    """
    if len(times) < FEWEST_ORDERS or times[-1] - times[0] < SHORTEST_TIME:
        return None
    since = max(times[0], times[-1] - LEARNED_FROM)
    recent = [moment for moment in times if moment >= since]
    by_hour = _by_hour(recent, zone, (times[-1] - since) / WEEK)
    lately = _lately(recent, sum(by_hour)) if recent[-1] - recent[0] > WEEK else 1.0
    usual = Rhythm(zone=zone, by_hour=by_hour, most_expected=math.inf, is_holiday=is_holiday)
    return Rhythm(
        zone=zone,
        by_hour=tuple(rate * lately for rate in by_hour),
        most_expected=_most_expected(recent, usual),
        is_holiday=is_holiday,
    )


def _by_hour(times: Sequence[datetime], zone: ZoneInfo, weeks: float) -> tuple[float, ...]:
    """Mean orders of each hour of the week."""
    local = [moment.astimezone(zone) for moment in times]
    weights = _weights_of_days(local)
    sums = [0.0] * WEEK_HOURS
    for moment in local:
        sums[moment.weekday() * 24 + moment.hour] += weights[moment.date()]
    if weeks * WEEK < WEEKDAYS_DIFFER_AFTER:
        sums = [sum(sums[hour % 24 :: 24]) / 7 for hour in range(WEEK_HOURS)]
    return tuple(total / weeks for total in sums)


def _weights_of_days(local: Sequence[datetime]) -> dict[date, float]:
    """Less than 1 for the orders of a day that had many times those of its like."""
    totals: dict[date, int] = {}
    for moment in local:
        totals[moment.date()] = totals.get(moment.date(), 0) + 1
    likes: dict[int, list[int]] = {}
    for day, total in totals.items():
        likes.setdefault(day.weekday(), []).append(total)
    most = {weekday: MOST_OF_A_DAY * median(like) for weekday, like in likes.items()}
    return {day: min(1.0, most[day.weekday()] / total) for day, total in totals.items()}


def _lately(times: Sequence[datetime], usual: float) -> float:
    """The last seven days beside a usual week, at most 1: a season that ends is no silence."""
    last = sum(moment > times[-1] - WEEK for moment in times)
    return min(1.0, last / usual) if usual else 1.0


def _most_expected(times: Sequence[datetime], usual: Rhythm) -> float:
    """How many expected orders may be missed before it is more than chance.

    Of `n` random pauses the longest has some ln(n) expected orders in it; with a little more, a
    pause that long comes by chance in one month of four. A store that was never silent for nearly
    as long sells more evenly than by chance, and its own longest pause is the measure.
    """
    a_month = len(times) * (4 * WEEK / (times[-1] - times[0]))
    by_chance = math.log(max(a_month, 1.0)) + 1.3
    longest = max(usual.expected(one, other) for one, other in pairwise(times))
    most = by_chance if longest > EVENLY * by_chance else longest * LONGER_THAN_EVER
    return max(FEWEST_EXPECTED, most)


def _next_hour(moment: datetime) -> datetime:
    whole = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return whole + HOUR
