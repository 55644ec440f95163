"""Setting orders' statuses in a store: look, set, read back, and stop when totals move.

A status is set by a call that touches nothing else. Where the store's user lacks a right, or the
release is too old, the same call would rebuild the order with today's prices; the store is asked
first, and totals are compared all the same.
"""

from collections.abc import Sequence

from stores.delivery.batches import BatchResult, Delivery, DeliveryEnd, DeliveryResult
from stores.delivery.parallel import CircuitBreaker, deliver_each
from stores.errors import StoreError, StoreForbidden
from stores.models import OutgoingChange
from stores.payloads import StatusPayload
from stores.port import ListedOrder, Store, StoreOrder, StoreStatus, UnreadableOrder

LookedUp = dict[str, ListedOrder | UnreadableOrder]

# So many times the store may forbid to ask for the right, before a person must look.
MOST_FORBIDDEN = 4

REBUILDS = (
    "The store would rebuild the order with today's prices instead of setting its status: the "
    "administrator whose key we use lacks the rights “Edit order” and “Change order status”, or "
    "the store's release is too old. Give the rights, or set every status under Order Statuses to "
    "None; then switch status changes on again."
)


def deliver_statuses(store: Store, deliveries: Sequence[Delivery], *, parallel: int) -> BatchResult:
    """Deliver statuses of different orders. Touches no database."""
    breaker = CircuitBreaker(len(deliveries))
    try:
        before = _rows(store, deliveries)
        names = {status.code: status for status in store.statuses()}
        results = {
            delivery.change.pk: _known_beforehand(delivery, before, names)
            for delivery in deliveries
        }
        known = [result for result in results.values() if result is not None]
        to_set = [delivery for delivery in deliveries if results[delivery.change.pk] is None]
        if to_set and (refused := _refused_rights(store, to_set)) is not None:
            refused.results += known
            return refused
    except StoreError as error:
        return BatchResult(results=[_untouched(one) for one in deliveries], down=error)
    written = deliver_each(
        to_set, lambda delivery: _set(store, delivery), parallel=parallel, breaker=breaker
    )
    listed = {key: row for key, row in before.items() if isinstance(row, ListedOrder)}
    return _read_back(store, written, listed, names, BatchResult(results=known, down=breaker.down))


def _refused_rights(store: Store, to_set: Sequence[Delivery]) -> BatchResult | None:
    """What becomes of statuses that we may not set; None where we may.

    A single 403 may come from a firewall, or while somebody changes rights: it is asked again.
    """
    try:
        if store.can_set_statuses():
            return None
    except StoreForbidden as error:
        if max(delivery.change.attempts for delivery in to_set) < MOST_FORBIDDEN:
            sentence = f"{error.sentence} It is asked again by itself."
            return BatchResult(
                results=[
                    DeliveryResult(change=one.change, end=DeliveryEnd.LATER, sentence=sentence)
                    for one in to_set
                ]
            )
    return BatchResult(results=[_untouched(one) for one in to_set], statuses_stopped=REBUILDS)


def _rows(store: Store, deliveries: Sequence[Delivery]) -> LookedUp:
    """Status and total of the deliveries' orders, also of those that lists hide."""
    ids = [delivery.change.store_order_id for delivery in deliveries]
    rows: LookedUp = {
        row.store_order_id: row for page in store.orders_by_id(ids) for row in page.rows
    }
    hidden = [one for one in ids if one not in rows]
    for order in store.fetch_orders(hidden):
        rows[order.store_order_id] = (
            ListedOrder(
                store_order_id=order.store_order_id,
                status_code=order.status.code,
                total=order.totals.total,
                order=order,
            )
            if isinstance(order, StoreOrder)
            else order
        )
    return rows


def _untouched(delivery: Delivery) -> DeliveryResult:
    return DeliveryResult(change=delivery.change, end=DeliveryEnd.UNTOUCHED)


def _known_beforehand(
    delivery: Delivery, before: LookedUp, names: dict[str, StoreStatus]
) -> DeliveryResult | None:
    """The result of a delivery for which nothing is to be written; None where something is."""
    change = delivery.change
    code = StatusPayload.from_json(change.payload).code
    row, status = before.get(change.store_order_id), names.get(code)
    if row is None:
        return DeliveryResult(
            change=change,
            end=DeliveryEnd.STUCK,
            sentence="The store has no order of this number any more.",
        )
    if isinstance(row, UnreadableOrder):
        return DeliveryResult(change=change, end=DeliveryEnd.LATER, sentence=row.sentence)
    if status is None:
        return DeliveryResult(
            change=change,
            end=DeliveryEnd.STUCK,
            sentence=f"The store has no order status “{code}”, and would show a blank one. Choose "
            "another under Order Statuses; set this order's status in the store by hand.",
        )
    if row.status_code == code:
        return _is_set(
            delivery.change, status, f"The order has the website status “{status.name}” already."
        )
    return None


def _set(store: Store, delivery: Delivery) -> DeliveryResult:
    change = delivery.change
    payload = StatusPayload.from_json(change.payload)
    store.set_status(change.store_order_id, payload.code, may_mail=payload.may_mail)
    return DeliveryResult(change=change, end=DeliveryEnd.SENT)


def _read_back(
    store: Store,
    written: Sequence[DeliveryResult],
    before: dict[str, ListedOrder],
    names: dict[str, StoreStatus],
    done: BatchResult,
) -> BatchResult:
    to_check = [result for result in written if result.end == DeliveryEnd.SENT]
    done.results += [result for result in written if result.end != DeliveryEnd.SENT]
    if not to_check:
        return done
    try:
        after = {
            row.store_order_id: row
            for page in store.orders_by_id([one.change.store_order_id for one in to_check])
            for row in page.rows
        }
    except StoreError as error:
        done.results += [
            DeliveryResult(change=one.change, end=DeliveryEnd.LATER, sentence=error.sentence)
            for one in to_check
        ]
        return done
    for result in to_check:
        number = result.change.store_order_id
        checked = _checked(result, before[number], after.get(number), names)
        done.results.append(checked)
        if checked.warning:
            done.statuses_stopped = checked.warning
    return done


def _checked(
    result: DeliveryResult,
    before: ListedOrder,
    after: ListedOrder | None,
    names: dict[str, StoreStatus],
) -> DeliveryResult:
    change = result.change
    wanted = names[StatusPayload.from_json(change.payload).code]
    if after is None:
        sentence = "The order could not be found in the store's list after its status was set."
        return DeliveryResult(change=change, end=DeliveryEnd.LATER, sentence=sentence)
    if after.total != before.total:
        sentence = (
            f"Setting the status changed the total of channel order {change.store_order_id} from "
            f"{before.total} to {after.total}: the store rebuilt the order. Mend the order in the "
            "store. No status is set any more until the cause is found and status changes are "
            "switched on again."
        )
        return DeliveryResult(
            change=change, end=DeliveryEnd.STUCK, sentence=sentence, warning=sentence
        )
    if after.status_code != wanted.code:
        has = names.get(after.status_code)
        shown = has.name if has else after.status_code
        sentence = (
            f"The store did not take the status “{wanted.name}”; the order has “{shown}”. With too "
            "little stock the store sets Backordered; an add-on may forbid the change as well. Set "
            "the status in the store, or send it again."
        )
        return DeliveryResult(change=change, end=DeliveryEnd.STUCK, sentence=sentence)
    return _is_set(change, wanted, f"The website status was set to “{wanted.name}”.")


def _is_set(change: OutgoingChange, status: StoreStatus, sentence: str) -> DeliveryResult:
    return DeliveryResult(
        change=change,
        end=DeliveryEnd.SENT,
        sentence=sentence,
        status_name=status.name,
        status_reading=status.reading.value,
        receipt={"code": status.code},
    )
