"""When a change, or a store, is tried again. All times in seconds."""

import random
from datetime import timedelta

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
    wanted = max(growing, asked_for or 0)
    return timedelta(seconds=wanted * random.uniform(1.0, 1.2))


def start_within() -> timedelta:
    """How long after its claim a change may still be begun."""
    return timedelta(seconds=2 * django_settings.STORE_TIMEOUT_SECONDS)


def claim_lasts() -> timedelta:
    """How long after its claim a change may be in the hands of its worker, dead or alive.

    A write waits for the store's pace once the time of a timeout, and may then take three.
    """
    return start_within() + timedelta(seconds=4 * django_settings.STORE_TIMEOUT_SECONDS)


def settles_after() -> timedelta:
    """How long the store may work on what we have hung up on."""
    return timedelta(seconds=django_settings.STORE_SETTLES_AFTER_SECONDS)
