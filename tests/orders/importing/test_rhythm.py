"""A store's rhythm: nights and weekends are no silence, an outage in the middle of the day is."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from orders.importing.rhythm import SHORTEST_ALARM, Rhythm, learn
from orders.importing.silence_alarm import holidays_of

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 16, tzinfo=BERLIN)
MINUTE = timedelta(minutes=1)


def by_day(days: int, *, every: int = 10, until: datetime = MONDAY) -> list[datetime]:
    """An order every so many minutes from 8 to 22 o'clock."""
    steps = range(days * 24 * 60 // every)
    all_times = (until - timedelta(days=days) + MINUTE * every * step for step in steps)
    return [at.astimezone(UTC) for at in all_times if 8 <= at.hour < 22]


def learned(times: list[datetime], **more) -> Rhythm:
    rhythm = learn(times, BERLIN, **more)
    assert rhythm is not None
    return rhythm


def test_an_outage_at_a_selling_hour_is_told_within_three_usual_gaps():
    """An order every ten minutes from 8 to 22; the last one at 10:00."""
    last = MONDAY.replace(hour=10)
    rhythm = learned(by_day(56))
    assert rhythm.alarm_at(last) == last + 30 * MINUTE


def test_a_night_is_no_silence_and_the_morning_after_it_is():
    rhythm = learned(by_day(56))
    last = MONDAY.replace(hour=21, minute=50)
    alarm_at = rhythm.alarm_at(last)
    assert alarm_at is not None
    assert alarm_at.astimezone(BERLIN).hour == 8
    assert not rhythm.is_unusual(last, MONDAY + timedelta(days=1, hours=8, minutes=5))
    assert rhythm.is_unusual(last, MONDAY + timedelta(days=1, hours=9))


def test_a_weekend_is_no_silence():
    weekdays = [at for at in by_day(56) if at.astimezone(BERLIN).weekday() < 5]
    rhythm = learned(weekdays)
    last = weekdays[-1]  # Friday evening
    assert not rhythm.is_unusual(last, last + timedelta(days=2))
    assert rhythm.is_unusual(last, MONDAY.replace(hour=9))


@pytest.mark.parametrize("seed", range(5))
def test_chance_alone_rarely_rings(seed):
    chance = random.Random(seed)
    times = [MONDAY - timedelta(days=84)]
    while times[-1] < MONDAY:
        times.append(times[-1] + timedelta(hours=chance.expovariate(3)))
    rhythm = learned(times[: len(times) * 2 // 3])
    later = times[len(times) * 2 // 3 :]
    rings = sum(rhythm.is_unusual(a, b) for a, b in pairwise(later))
    assert rings <= 1


def test_a_sale_day_makes_the_weeks_after_it_no_silence():
    """Three hours of a Friday brought a thousand orders; fewer than usual is no outage."""
    usual = by_day(56, every=60)
    friday = MONDAY - timedelta(days=10)
    rush = [(friday.replace(hour=12) + timedelta(seconds=10) * n) for n in range(1000)]
    calm, excited = learned(usual), learned(sorted(usual + rush))
    week = MONDAY + timedelta(days=7)
    assert excited.expected(MONDAY, week) < 1.5 * calm.expected(MONDAY, week)


def test_a_season_that_ends_is_no_silence():
    busy = by_day(49, every=10, until=MONDAY - timedelta(days=7))
    times = busy + by_day(7, every=120)
    rhythm = learned(times)
    last = MONDAY.replace(hour=10)
    assert not rhythm.is_unusual(last, last + timedelta(hours=4))


def test_next_to_nothing_is_expected_on_a_public_holiday():
    holidays = {date(2026, 11, 16)}
    rhythm = learned(by_day(56), is_holiday=holidays.__contains__)
    usual = rhythm.expected(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    assert rhythm.expected(MONDAY, MONDAY + timedelta(days=1)) == pytest.approx(usual * 0.05)


def test_a_new_store_has_days_that_are_all_alike():
    rhythm = learned(by_day(5))
    for day in range(7):
        assert rhythm.by_hour[day * 24 + 10] == pytest.approx(rhythm.by_hour[10])
    assert rhythm.by_hour[10] == pytest.approx(6, rel=0.1)


@pytest.mark.parametrize(
    "times", [[], by_day(56)[:19], by_day(2)], ids=["none", "19 orders", "two days"]
)
def test_too_little_is_no_rhythm(times):
    assert learn(times, BERLIN) is None


def test_a_store_that_hardly_sells_any_more_rings_not_at_all():
    monthly = [MONDAY - timedelta(days=28) * n for n in reversed(range(25))]
    assert learned(monthly).alarm_at(MONDAY) is None


def test_summer_time_moves_the_rhythm_with_the_clocks_of_people():
    october = datetime(2026, 10, 19, tzinfo=BERLIN)
    rhythm = learned(by_day(56, until=october))
    monday = datetime(2026, 10, 26, tzinfo=BERLIN)  # the clocks went back the day before
    assert rhythm.expected(monday.replace(hour=6), monday.replace(hour=8)) == 0
    assert rhythm.expected(monday.replace(hour=8), monday.replace(hour=9)) == pytest.approx(6)


def test_even_a_busy_store_is_given_half_an_hour():
    rhythm = learned(by_day(14, every=1))
    last = MONDAY.replace(hour=10)
    assert not rhythm.is_unusual(last, last + SHORTEST_ALARM)
    assert rhythm.is_unusual(last, last + SHORTEST_ALARM + MINUTE)


def test_holidays_are_those_of_the_country():
    assert holidays_of("DE")(date(2026, 10, 3))
    assert not holidays_of("FR")(date(2026, 10, 3))
    assert not holidays_of("")(date(2026, 12, 25))
