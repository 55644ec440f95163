"""Taking batches in: write them down, count them, and say what did not go well."""

from collections.abc import Callable, Iterable, Sequence

from django.db import DataError, IntegrityError

from orders.importing.intake import (
    IncomingOrder,
    SortedOrders,
    note_failed,
    orders_with_unknown,
    receive,
    receive_shipments,
)
from orders.importing.intake.admission import Refusal
from orders.importing.reading.import_run import ImportRun
from orders.importing.reading.order_batches import AnyOrder, Batch, in_larger_batches
from orders.models import ImportOutcome
from stores.port import StoreOrder, StoreShipment, UnreadableOrder

# What one order's content can make the database or its driver raise: too long, too large, not text.
_BAD_CONTENT = (DataError, IntegrityError, ValueError, ArithmeticError)

# After so many lines nobody reads on; the list of orders left out has them all.
MOST_LINES_ABOUT_SKIPPED = 500


def take_batches(
    run: ImportRun,
    batches: Iterable[Batch],
    *,
    asks_for_shipments: bool = True,
    after_each: Callable[[Batch], None] = lambda _: None,
) -> None:
    """Take in every order of `batches`, and the shipments that it names.

    `after_each` hears of every batch that is stored. Raises `JobCancelled` between two batches.
    """
    for batch in in_larger_batches(batches):
        run.progress.count(found=batch.listed, unchanged=batch.same)
        for number in batch.missing:
            _tell_unknown(run, number)
        orders = _take_orders(run, batch.orders)
        if asks_for_shipments:
            _ask_for_shipments(run, orders)
        after_each(batch)
        run.progress.advance(batch.walked, batch.expected)


def take_shipments(run: ImportRun, batches: Iterable[Sequence[StoreShipment]]) -> None:
    """Take in the shipments of known orders."""
    for shipments in batches:
        run.progress.count(shipments=receive_shipments(run.company, shipments))


def _take_orders(run: ImportRun, orders: Sequence[AnyOrder]) -> list[StoreOrder]:
    readable = []
    for order in orders:
        if isinstance(order, UnreadableOrder):
            _tell_failed(run, order, order.sentence)
        else:
            readable.append(order)
    _receive(run, readable)
    return readable


def _receive(run: ImportRun, orders: Sequence[StoreOrder]) -> None:
    if not orders:
        return
    try:
        batch = receive(run.company, orders, run.rules, rewrites_unchanged=run.rewrites_unchanged)
    except _BAD_CONTENT as error:
        if len(orders) == 1:
            _tell_failed(run, orders[0], f"It could not be written down: {_in_a_line(error)}")
            return
        # One bad order must not stop the others: each half gets a transaction of its own.
        middle = len(orders) // 2
        _receive(run, orders[:middle])
        _receive(run, orders[middle:])
    else:
        _report(run, batch)


def _ask_for_shipments(run: ImportRun, orders: Sequence[StoreOrder]) -> None:
    numbers = orders_with_unknown(
        run.company, {order.store_order_id: order.shipment_ids for order in orders}
    )
    if numbers:
        take_shipments(run, [list(run.store.shipments_of(numbers))])


def _report(run: ImportRun, batch: SortedOrders) -> None:
    run.progress.count(
        created=len(batch.created),
        updated=len(batch.updated),
        unchanged=len(batch.unchanged),
    )
    for incoming in batch.created:
        run.rows.add(ImportOutcome.CREATED, "Imported.", incoming.order)
    for _, incoming in batch.updated:
        run.rows.add(ImportOutcome.UPDATED, "Brought up to date.", incoming.order)
    for incoming, refusal in [*batch.refused, *batch.left_alone]:
        _tell_skipped(run, incoming, refusal)


def _tell_skipped(run: ImportRun, incoming: IncomingOrder, refusal: Refusal) -> None:
    run.rows.add(ImportOutcome.SKIPPED, refusal.sentence, incoming.order)
    run.progress.count(skipped=1, **{refusal.reason.count_name: 1})
    lines = run.progress.counts["skipped"]
    if lines <= MOST_LINES_ABOUT_SKIPPED:
        run.progress.say(f"Order {incoming.key} stays out. {refusal.sentence}")
    elif lines == MOST_LINES_ABOUT_SKIPPED + 1:
        run.progress.say("More orders stay out; Orders left out lists them all.")


def _tell_unknown(run: ImportRun, number: str) -> None:
    sentence = "The store has no order with this number."
    run.rows.add_number(ImportOutcome.UNKNOWN, sentence, number)
    run.progress.count(unknown=1)
    run.progress.say(f"The store has no order {number}.", is_error=True)


def _tell_failed(run: ImportRun, order: AnyOrder, sentence: str) -> None:
    note_failed(run.company, order, sentence)
    run.rows.add_number(ImportOutcome.FAILED, sentence, order.store_order_id)
    run.progress.count(failed=1)
    message = f"Order {order.store_order_id} could not be imported. {sentence}"
    run.progress.say(message, is_error=True)


def _in_a_line(error: BaseException) -> str:
    return " ".join(str(error).split())
