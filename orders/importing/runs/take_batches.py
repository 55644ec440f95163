"""Taking batches in: write them down, count them, and say what did not go well."""

import logging
from collections.abc import Callable, Iterable, Sequence

from core.isolating import write_isolated
from orders.importing.intake import (
    IncomingOrder,
    SortedOrders,
    fit_order,
    note_failed,
    note_failed_shipment,
    orders_with_unknown,
    receive,
    receive_shipments,
)
from orders.importing.intake.admission import Refusal
from orders.importing.reading.batch import AnyOrder, Batch, in_larger_batches
from orders.importing.reading.import_run import ImportRun
from orders.models import ImportOutcome
from stores.port import StoreOrder, StoreShipment, UnreadableOrder

logger = logging.getLogger(__name__)

# Nobody can act on the database's own words; the log has them.
_UNFORESEEN = (
    "Something in it is not as any store sent it before. It is tried again when it changes, and by "
    "Try again; the server's log says which value it is."
)

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
        failed = write_isolated(
            shipments,
            lambda some: run.progress.count(shipments=receive_shipments(run.company, some)),
        )
        for shipment, error in failed:
            _tell_shipment_failed(run, shipment, error)


def _take_orders(run: ImportRun, orders: Sequence[AnyOrder]) -> list[StoreOrder]:
    readable = []
    for order in orders:
        fitting = fit_order(order)
        if isinstance(fitting, UnreadableOrder):
            _tell_failed(run, fitting, fitting.sentence)
        else:
            readable.append(fitting)
    _receive(run, readable)
    return readable


def _receive(run: ImportRun, orders: Sequence[StoreOrder]) -> None:
    taken: list[SortedOrders] = []
    failed = write_isolated(
        orders,
        lambda some: taken.append(
            receive(run.company, some, run.rules, rewrites_unchanged=run.rewrites_unchanged)
        ),
    )
    for order, error in failed:
        logger.error("Order %s cannot be written down.", order.store_order_id, exc_info=error)
        _tell_failed(run, order, f"It could not be written down. {_UNFORESEEN}")
    for batch in taken:
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


def _tell_shipment_failed(run: ImportRun, shipment: StoreShipment, error: Exception) -> None:
    number = shipment.store_shipment_id
    logger.error("Shipment %s cannot be written down.", number, exc_info=error)
    sentence = f"Its shipment {number[:40]} could not be written down. {_UNFORESEEN}"
    note_failed_shipment(run.company, shipment, sentence)
    run.progress.count(shipments_failed=1)
    run.progress.say(f"Order {shipment.store_order_id}: {sentence}", is_error=True)
