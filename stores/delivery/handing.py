"""Handing many letters to a store at once: several in parallel, and none once it is down."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone

from stores.delivery.results import End, Letter, Result, failed, is_of_the_store
from stores.delivery.timing import MOST_REFUSALS
from stores.errors import StoreError, StoreUnavailable

# So many letters in a row for which the store was away, and the rest are not begun.
MOST_IN_A_ROW = 3


class Breaker:
    """Notices that the store is down while several threads write their `letters` to it."""

    def __init__(self, letters: int) -> None:
        self._most_in_a_row = min(MOST_IN_A_ROW, letters)
        self._lock = threading.Lock()
        self._in_a_row = 0
        self.down: StoreError | None = None

    def note(self, error: StoreError | None) -> None:
        """Take notice of how a write ended; None: well."""
        with self._lock:
            if error is None or not isinstance(error, StoreUnavailable):
                self._in_a_row = 0
            else:
                self._in_a_row += 1
            asks_for_quiet = isinstance(error, StoreUnavailable) and error.retry_after
            too_often = self._in_a_row >= self._most_in_a_row
            if error and (is_of_the_store(error) or asks_for_quiet or too_often):
                self.down = self.down or error


def hand_over(
    letters: Sequence[Letter],
    write: Callable[[Letter], Result],
    *,
    parallel: int,
    breaker: Breaker,
) -> list[Result]:
    """Write every letter, `parallel` at a time; one result each, in their order.

    `write` must not touch the database: a connection belongs to one thread.
    """

    def one(letter: Letter) -> Result:
        if breaker.down is not None or timezone.now() > letter.until:
            return Result(change=letter.change, end=End.UNTOUCHED)
        try:
            result = write(letter)
        except StoreError as error:
            breaker.note(error)
            if is_of_the_store(error):
                return Result(change=letter.change, end=End.UNTOUCHED)
            return failed(letter, error, most_refusals=MOST_REFUSALS)
        breaker.note(None)
        return result

    with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="post") as pool:
        return list(pool.map(one, letters))
