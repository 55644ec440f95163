"""A store's pace: so many requests at a time, over all processes and machines together.

An import, a delivery and a test may call one store at the same time, each on a worker of its
own. What they share is the database, so a request takes one of the store's turns there: an advisory
lock, which PostgreSQL gives back by itself when its process is gone.
"""

import logging
import random
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from django.db import Error as DatabaseError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from core.locks import LockSpace

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.02
# A database that is only busy, or out of connections for a moment, is asked again.
TRIES = 4
SECONDS_BETWEEN_TRIES = 0.5


class Pace(Protocol):
    """When the next request may leave."""

    def turn(self) -> AbstractContextManager[None]:
        """Wait until a request may leave; it is over when the block is left."""

    def close(self) -> None:
        """Give back what is held."""


class NoPace:
    """Every request may leave at once: for tests, and tools that are alone."""

    @contextmanager
    def turn(self) -> Iterator[None]:
        """See `Pace`."""
        yield

    def close(self) -> None:
        """See `Pace`."""


class SharedPace:
    """At most `parallel` requests at a time to the store at `address`, wherever they come from.

    Safe to use from several threads, which share one connection to the database. Whoever has waited
    `patience` seconds goes all the same, and so does everybody while the database is away: a pace
    is kindness, and must not hold up what has to be told.
    """

    def __init__(self, address: str, parallel: int, patience: float) -> None:
        self._store = _signed(zlib.crc32(address.lower().encode()))
        self._parallel = parallel
        self._patience = patience
        self._guard = threading.Lock()
        self._held: set[int] = set()
        self._database: BaseDatabaseWrapper | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """See `Pace`."""
        taken = self._wait()
        try:
            yield
        finally:
            if taken is not None:
                self._give_back(taken)

    def close(self) -> None:
        """See `Pace`."""
        with self._guard:
            self._hang_up()

    def _wait(self) -> int | None:
        end, failures = time.monotonic() + self._patience, 0
        while True:
            try:
                taken = self._take()
            except DatabaseError as reason:
                failures += 1
                if failures >= TRIES:
                    logger.warning("The store's pace cannot be held: the database is away.")
                    return None
                logger.info("The database did not answer for the store's pace: %s", reason)
                taken = None
                time.sleep(SECONDS_BETWEEN_TRIES)
            if taken is not None:
                return taken
            if time.monotonic() > end:
                logger.info("A request has waited long enough for its turn and goes now.")
                return None
            time.sleep(SECONDS_BETWEEN_LOOKS * random.uniform(0.5, 1.5))

    def _take(self) -> int | None:
        """A free turn, or None. Raises `DatabaseError`, and is ready for another try then."""
        with self._guard:
            # PostgreSQL would give this connection its own locks again.
            free = [turn for turn in range(self._parallel) if turn not in self._held]
            try:
                for turn in free:
                    if self._ask("SELECT pg_try_advisory_lock(%s, %s)", turn):
                        self._held.add(turn)
                        return turn
            except DatabaseError:
                self._hang_up()
                raise
        return None

    def _give_back(self, turn: int) -> None:
        with self._guard:
            if turn not in self._held:
                return  # the connection is gone, and its locks with it
            self._held.discard(turn)
            try:
                self._ask("SELECT pg_advisory_unlock(%s, %s)", turn)
            except DatabaseError:
                self._hang_up()

    def _ask(self, question: str, turn: int) -> bool:
        if self._database is None:
            self._database = connection.copy()
            self._database.inc_thread_sharing()
        with self._database.cursor() as cursor:
            cursor.execute(question, [LockSpace.STORE_PACE + turn, self._store])
            (answer,) = cursor.fetchone()
        return bool(answer)

    def _hang_up(self) -> None:
        self._held.clear()
        if self._database is not None:
            self._database.close()
            self._database = None


def _signed(number: int) -> int:
    """A 32-bit number as PostgreSQL's integer has it."""
    return number - 2**32 if number >= 2**31 else number
