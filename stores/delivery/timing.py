"""When a change, or a store, is tried again. All times in seconds."""

import random
from datetime import datetime, timedelta

from django.conf import settings as django_settings

# Pauses grow like this, in units of DELIVERY_PAUSE_SECONDS: a minute, two, five ... an hour.
GROWTH = (1, 2, 5, 10, 20, 30, 60)

# After so many tries that went wrong a person must look.
MOST_TRIES = 12

# A refusal may be a passing fault of the server before the store; twice the same is none.
MOST_REFUSALS = 2


def pause(times: int, asked_for: float | None = None) -> timedelta:
    """How long to wait after the `times`-th failure in a row, or what the store `asked_for`.

    With a fifth of jitter, so that many changes do not come back at one moment.
    """
    unit = django_settings.DELIVERY_PAUSE_SECONDS
    growing = unit * GROWTH[min(max(times, 1), len(GROWTH)) - 1]
    wanted = max(growing, min(asked_for or 0, LONGEST_ASKED_FOR))
    return timedelta(seconds=wanted * random.uniform(1.0, 1.2))


# However long a store asks for: it is tried once a day at least.
LONGEST_ASKED_FOR = 24 * 60 * 60

# The longest wait by Delayed Tracking Settings: fourteen days, a time of day and a weekend.
LONGEST_DELAY = timedelta(days=18)


def longest_pause() -> timedelta:
    """No pause lies further ahead than this, unless a clock has jumped."""
    unit = django_settings.DELIVERY_PAUSE_SECONDS
    return timedelta(seconds=1.2 * max(unit * GROWTH[-1], LONGEST_ASKED_FOR))


def is_ahead(moment: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether a wait until `moment` goes on; one beyond its own maximum is a clock that jumped."""
    return moment is not None and now < moment <= now + longest


def start_within() -> timedelta:
    """How long after its claim a change may still be begun."""
    return timedelta(seconds=2 * django_settings.STORE_TIMEOUT_SECONDS)


def claim_lasts() -> timedelta:
    """How long after its claim a change may be in the hands of its worker, dead or alive.

    A write waits for the store's pace once the time of a timeout, and may then take three.
    """
    return start_within() + timedelta(seconds=4 * django_settings.STORE_TIMEOUT_SECONDS)


def unclear_for() -> timedelta:
    """How long the store may work on what we have hung up on."""
    return timedelta(seconds=django_settings.STORE_UNCLEAR_FOR_SECONDS)
