"""Taking batches in: write them down, count them, and say what did not go well."""

from collections.abc import Callable, Iterable, Sequence

from django.db import DataError, IntegrityError

from jobs.progress import Progress
from orders.importing.intake import (
    IncomingOrder,
    SortedOrders,
    note_failed,
    orders_with_unknown,
    receive,
    receive_shipments,
)
from orders.importing.intake.admission import AdmissionRules, Refusal
from orders.importing.reading.order_batches import Batch, in_larger_batches
from orders.importing.reading.result_rows import Rows
from settings.models import Company
from stores.port import Store, StoreOrder, StoreShipment, UnreadableOrder

# What one order's content can make the database or its driver raise: too long, too large, not text.
_BAD_CONTENT = (DataError, IntegrityError, ValueError, ArithmeticError)

# After so many lines nobody reads on; the list of orders left out has them all.
MOST_LINES_ABOUT_SKIPPED = 500


class Taker:
    """Takes orders in for one company and reports to a job's progress.

    `anew` writes orders also when they say nothing new.
    """

    def __init__(
        self,
        company: Company,
        store: Store,
        rules: AdmissionRules,
        progress: Progress,
        *,
        anew: bool = False,
    ) -> None:
        self._company = company
        self._store = store
        self._rules = rules
        self._progress = progress
        self._anew = anew
        self._lines_about_skipped = 0
        self.rows = Rows()

    def take(
        self,
        batches: Iterable[Batch],
        *,
        asks_for_shipments: bool = True,
        after_each: Callable[[Batch], None] = lambda _: None,
    ) -> None:
        """Take in every order of `batches`, and the shipments that it names.

        `after_each` hears of every batch that is stored. Raises `JobCancelled` between two batches.
        """
        for batch in in_larger_batches(batches):
            self._progress.count(found=batch.listed, unchanged=batch.same)
            for number in batch.missing:
                self._unknown(number)
            orders = self._take_orders(batch.orders)
            if asks_for_shipments:
                self._ask_for_shipments(orders)
            after_each(batch)
            self._progress.advance(batch.walked, batch.expected)

    def take_shipments(self, batches: Iterable[Sequence[StoreShipment]]) -> None:
        """Take in the shipments of known orders."""
        for shipments in batches:
            self._progress.count(shipments=receive_shipments(self._company, shipments))

    def _take_orders(self, orders: Sequence[StoreOrder | UnreadableOrder]) -> list[StoreOrder]:
        readable = []
        for order in orders:
            if isinstance(order, UnreadableOrder):
                self._failed(order, order.sentence)
            else:
                readable.append(order)
        self._receive(readable)
        return readable

    def _receive(self, orders: Sequence[StoreOrder]) -> None:
        if not orders:
            return
        try:
            self._report(receive(self._company, orders, self._rules, anew=self._anew))
        except _BAD_CONTENT as error:
            if len(orders) == 1:
                self._failed(orders[0], f"It could not be written down: {_in_a_line(error)}")
                return
            # One bad order must not stop the others: each half gets a transaction of its own.
            middle = len(orders) // 2
            self._receive(orders[:middle])
            self._receive(orders[middle:])

    def _ask_for_shipments(self, orders: Sequence[StoreOrder]) -> None:
        numbers = orders_with_unknown(
            self._company, {order.store_order_id: order.shipment_ids for order in orders}
        )
        if numbers:
            self.take_shipments([list(self._store.shipments_of(numbers))])

    def _report(self, batch: SortedOrders) -> None:
        self._progress.count(
            created=len(batch.created),
            updated=len(batch.updated),
            unchanged=len(batch.unchanged),
        )
        for incoming in batch.created:
            self.rows.add("created", "Imported.", incoming.order)
        for _, incoming in batch.updated:
            self.rows.add("updated", "Brought up to date.", incoming.order)
        for incoming, reason in [*batch.refused, *batch.left_alone]:
            self._skipped(incoming, reason)

    def _skipped(self, incoming: IncomingOrder, reason: Refusal) -> None:
        number = incoming.key
        self.rows.add("skipped", reason.sentence, incoming.order)
        self._progress.count(skipped=1, **{f"skipped_{reason.reason}": 1})
        self._lines_about_skipped += 1
        if self._lines_about_skipped <= MOST_LINES_ABOUT_SKIPPED:
            self._progress.say(f"Order {number} stays out. {reason.sentence}")
        elif self._lines_about_skipped == MOST_LINES_ABOUT_SKIPPED + 1:
            self._progress.say("More orders stay out; Orders left out lists them all.")

    def _unknown(self, number: str) -> None:
        self.rows.add_number("unknown", "The store has no order with this number.", number)
        self._progress.count(unknown=1)
        self._progress.say(f"The store has no order {number}.", is_error=True)

    def _failed(self, order: StoreOrder | UnreadableOrder, sentence: str) -> None:
        note_failed(self._company, order, sentence)
        self.rows.add_number("failed", sentence, order.store_order_id)
        self._progress.count(failed=1)
        message = f"Order {order.store_order_id} could not be imported. {sentence}"
        self._progress.say(message, is_error=True)


def _in_a_line(error: BaseException) -> str:
    return " ".join(str(error).split())
