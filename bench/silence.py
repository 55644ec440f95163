"""bin/bench silence: the silence alarm on simulated stores, when it is true and when it is false.

Each store sells by chance at a rate that changes with the hour, for five months. After two, every
pause that ended by itself and yet was called unusual counts as a false alarm; and the store fails
in the middle of its selling hours, to see how long it takes to be told.
"""

import argparse
import random
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

from bench.harness import machine, write_down
from orders.importing.rhythm import LEARNED_FROM, SHORTEST_ALARM, Rhythm, learn

ZONE = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)
BEGIN, LISTEN, END = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3, 6))
HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)}
SALES = {date(2026, 2, 13), date(2026, 2, 14), date(2026, 3, 6)}
OUTAGES = 8


@dataclass(frozen=True, slots=True)
class SimulatedStore:
    """A store with `rate(local time)` orders an hour; `is_even` without any chance."""

    name: str
    rate: Callable[[datetime], float]
    is_even: bool = False


def by_day(local: datetime, day: float = 6.0, night: float = 0.0) -> float:
    """So many orders an hour from 8 to 22, and so many else."""
    return day if 8 <= local.hour < 22 else night


def in_season(local: datetime) -> float:
    """A season that ends within forty days."""
    days = (local.date() - date(2026, 2, 20)).days
    return by_day(local, night=0.2) * max(0.15, 1 - max(0, days) / 40)


def on_weekdays(local: datetime) -> float:
    """Business customers: office hours, Monday to Friday."""
    if local.weekday() >= 5:
        return 0.05
    return 3.0 if 8 <= local.hour < 18 else 0.1


STORES = (
    SimulatedStore("one every ten minutes, 8 to 22", by_day, is_even=True),
    SimulatedStore("night: none from 22 to 8", by_day),
    SimulatedStore("quiet night", lambda local: by_day(local, night=0.4)),
    SimulatedStore("weekend: office hours", on_weekdays),
    SimulatedStore("small: two a day", lambda local: by_day(local, 2 / 14)),
    SimulatedStore("busy: one a minute", lambda local: by_day(local, 60, 8)),
    SimulatedStore("season that ends", in_season),
    SimulatedStore(
        "sale days, eight times as much",
        lambda local: by_day(local, night=0.2) * (8 if local.date() in SALES else 1),
    ),
    SimulatedStore(
        "closed on three public holidays",
        lambda local: by_day(local, night=0.2) * (local.date() not in HOLIDAYS),
    ),
)


def orders_of(store: SimulatedStore, chance: random.Random) -> list[datetime]:
    """When the store's orders are placed, rising."""
    times, moment = [], BEGIN
    left = 1.0 if store.is_even else chance.expovariate(1)
    while moment < END:
        end = moment.replace(minute=0, second=0, microsecond=0) + HOUR
        rate = store.rate(moment.astimezone(ZONE))
        more = rate * ((end - moment) / HOUR)
        if more < left:
            left, moment = left - more, end
            continue
        moment += HOUR * (left / rate)
        times.append(moment)
        left = 1.0 if store.is_even else chance.expovariate(1)
    return times


def rhythm_at(times: list[datetime], moment: datetime) -> Rhythm:
    """What is known of the store at a moment."""
    first, last = (bisect_left(times, at) for at in (moment - LEARNED_FROM, moment))
    known = learn(times[first:last], ZONE, HOLIDAYS.__contains__)
    if known is None:
        raise ValueError("A simulated store has too few orders.")
    return known


def false_alarms(times: list[datetime]) -> int:
    """Pauses that were called unusual and ended by themselves. Learned again every day."""
    count, day, usual = 0, None, None
    for last, following in pairwise(times[bisect_left(times, LISTEN) :]):
        if usual is None or day != last.date():
            usual, day = rhythm_at(times, last), last.date()
        count += usual.is_unusual(last, following)
    return count


def outages(store: SimulatedStore, times: list[datetime], chance: random.Random) -> Iterator[float]:
    """How long it takes until an outage is told, in the longest usual gaps of such hours.

    That is the gap which nineteen of twenty in the two weeks before did not exceed; half an hour,
    the shortest alarm, where three of them are shorter.
    """
    told = 0
    while told < OUTAGES:
        at = LISTEN + timedelta(days=chance.randrange(90), hours=chance.randrange(24))
        week = [at - HOUR * n for n in range(7 * 24)]
        best = max(store.rate(moment.astimezone(ZONE)) for moment in week)
        local = at.astimezone(ZONE)
        if store.rate(local) < best / 2 or local.hour > 12 or local.date() in HOLIDAYS:
            continue
        told += 1
        last = times[bisect_left(times, at) - 1]
        alarm = rhythm_at(times, at).alarm_at(last) or END
        waited = max(alarm, last + SHORTEST_ALARM) - at
        yield waited / max(_usual_gap(times, at), SHORTEST_ALARM / 3)


def _usual_gap(times: list[datetime], at: datetime) -> timedelta:
    before = times[: bisect_left(times, at)]
    recent = [pair for pair in pairwise(before) if pair[0] > at - timedelta(days=14)]
    alike = [b - a for a, b in recent if abs(a.hour - at.hour) <= 1]
    gaps = sorted(alike if len(alike) >= 20 else (b - a for a, b in pairwise(before)))
    return gaps[int(len(gaps) * 0.95)]


def table(seeds: int) -> str:
    """The Markdown table of docs/reliability.md."""
    lines = [
        "| store | false alarms a month | told after, in usual gaps: median | worst |",
        "| --- | --- | --- | --- |",
    ]
    for store in STORES:
        false, waits = 0, list[float]()
        for seed in range(seeds):
            chance = random.Random(seed)  # no secret
            times = orders_of(store, chance)
            false += false_alarms(times)
            waits += outages(store, times, chance)
        months = seeds * (END - LISTEN) / timedelta(days=30)
        lines.append(
            f"| {store.name} | {false / months:.1f} | {median(waits):.1f} | {max(waits):.1f} |"
        )
    return f"{seeds} seeds; {machine()}.\n\n" + "\n".join(lines)


def main() -> None:
    """Simulate, print, and with --write put the table into docs/reliability.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    options = parser.parse_args()
    text = table(options.seeds)
    print(text)
    if options.write:
        write_down("silence", text, page="reliability.md")


if __name__ == "__main__":
    main()
