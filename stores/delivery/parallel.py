"""Many deliveries to one store: several in parallel, and none once it is down."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.utils import timezone

from stores.delivery.batches import Delivery, DeliveryEnd, DeliveryResult, failed, is_of_the_store
from stores.delivery.timing import MOST_REFUSALS
from stores.errors import StoreBrokeDown, StoreError, StoreUnavailable

# So many deliveries in a row that found the store away, and the rest are not begun.
MOST_IN_A_ROW = 3


class CircuitBreaker:
    """Opens when the store is down while several threads deliver to it.

    `deliveries` is how many there are; `down` the error that opened it."""

    def __init__(self, deliveries: int) -> None:
        self._most_in_a_row = min(MOST_IN_A_ROW, deliveries)
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
            # One record may make the store break down, and then pauses nothing but itself.
            most = MOST_IN_A_ROW if isinstance(error, StoreBrokeDown) else self._most_in_a_row
            too_often = self._in_a_row >= most
            if error and (is_of_the_store(error) or asks_for_quiet or too_often):
                self.down = self.down or error


def deliver_each(
    deliveries: Sequence[Delivery],
    write: Callable[[Delivery], DeliveryResult],
    *,
    parallel: int,
    breaker: CircuitBreaker,
) -> list[DeliveryResult]:
    """Write every delivery, `parallel` at a time; one result each, in their order.

    `write` must not touch the database: a connection belongs to one thread.
    """

    def one(delivery: Delivery) -> DeliveryResult:
        if breaker.down is not None or timezone.now() > delivery.until:
            return DeliveryResult(change=delivery.change, end=DeliveryEnd.UNTOUCHED)
        try:
            result = write(delivery)
        except StoreError as error:
            breaker.note(error)
            if is_of_the_store(error):
                return DeliveryResult(change=delivery.change, end=DeliveryEnd.UNTOUCHED)
            return failed(delivery, error, most_refusals=MOST_REFUSALS)
        breaker.note(None)
        return result

    with ThreadPoolExecutor(max_workers=parallel, thread_name_prefix="delivery") as pool:
        return list(pool.map(one, deliveries))
