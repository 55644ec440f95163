"""Setting orders' statuses in a store: look, set, read back, and stop when totals move.

A status is set by a call that touches nothing else. Where the store's user lacks a right, or the
release is too old, the same call would rebuild the order with today's prices; the store is asked
first, and totals are compared all the same.
"""

from collections.abc import Sequence

from stores.delivery.handing import Breaker, hand_over
from stores.delivery.results import End, Letter, Result, Round
from stores.errors import StoreError
from stores.models import OutgoingChange
from stores.port import ListedOrder, Store, StoreOrder, StoreStatus

REBUILDS = (
    "The store would rebuild the order with today's prices instead of setting its status: the "
    "administrator whose key we use lacks the rights “Edit order” and “Change order status”, or "
    "the store's release is too old. Give the rights, or set every status under Order Statuses to "
    "None; then switch status changes on again."
)


def tell_of_statuses(store: Store, letters: Sequence[Letter], *, parallel: int) -> Round:
    """Deliver statuses of different orders. Touches no database."""
    breaker = Breaker(len(letters))
    try:
        before = _rows(store, letters)
        names = {status.code: status for status in store.statuses()}
        results = {letter.change.pk: _known_beforehand(letter, before, names) for letter in letters}
        to_set = [letter for letter in letters if results[letter.change.pk] is None]
        if to_set and not store.can_set_statuses():
            untouched = [Result(change=one.change, end=End.UNTOUCHED) for one in to_set]
            known = [result for result in results.values() if result is not None]
            return Round(results=[*known, *untouched], statuses_stopped=REBUILDS)
    except StoreError as error:
        untouched = [Result(change=one.change, end=End.UNTOUCHED) for one in letters]
        return Round(results=untouched, down=error)
    written = hand_over(
        to_set, lambda letter: _set(store, letter), parallel=parallel, breaker=breaker
    )
    known = [result for result in results.values() if result is not None]
    return _read_back(store, written, before, names, Round(results=known, down=breaker.down))


def _rows(store: Store, letters: Sequence[Letter]) -> dict[str, ListedOrder]:
    """Status and total of the letters' orders, also of those that lists hide."""
    ids = [letter.change.store_order_id for letter in letters]
    rows = {row.store_order_id: row for page in store.orders_by_id(ids) for row in page.rows}
    hidden = [one for one in ids if one not in rows]
    for order in store.fetch_orders(hidden):
        if isinstance(order, StoreOrder):
            rows[order.store_order_id] = ListedOrder(
                store_order_id=order.store_order_id,
                status_code=order.status.code,
                total=order.totals.total,
                order=order,
            )
    return rows


def _known_beforehand(
    letter: Letter, before: dict[str, ListedOrder], names: dict[str, StoreStatus]
) -> Result | None:
    """The result of a letter for which nothing is to be written; None where something is."""
    change, code = letter.change, str(letter.change.payload["code"])
    row, status = before.get(change.store_order_id), names.get(code)
    if row is None:
        return Result(
            change=change, end=End.STUCK, sentence="The store has no order of this number any more."
        )
    if status is None:
        return Result(
            change=change,
            end=End.STUCK,
            sentence=f"The store has no order status “{code}”, and would show a blank one. Choose "
            "another under Order Statuses; set this order's status in the store by hand.",
        )
    if row.status_code == code:
        return _is_set(
            letter.change, status, f"The order has the website status “{status.name}” already."
        )
    return None


def _set(store: Store, letter: Letter) -> Result:
    change = letter.change
    store.set_status(
        change.store_order_id,
        str(change.payload["code"]),
        may_mail=bool(change.payload["may_mail"]),
    )
    return Result(change=change, end=End.SENT)


def _read_back(
    store: Store,
    written: Sequence[Result],
    before: dict[str, ListedOrder],
    names: dict[str, StoreStatus],
    done: Round,
) -> Round:
    to_check = [result for result in written if result.end == End.SENT]
    done.results += [result for result in written if result.end != End.SENT]
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
            Result(change=one.change, end=End.LATER, sentence=error.sentence) for one in to_check
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
    result: Result,
    before: ListedOrder,
    after: ListedOrder | None,
    names: dict[str, StoreStatus],
) -> Result:
    change, wanted = result.change, names[str(result.change.payload["code"])]
    if after is None:
        sentence = "The order could not be found in the store's list after its status was set."
        return Result(change=change, end=End.LATER, sentence=sentence)
    if after.total != before.total:
        sentence = (
            f"Setting the status changed the total of channel order {change.store_order_id} from "
            f"{before.total} to {after.total}: the store rebuilt the order. Mend the order in the "
            "store. No status is set any more until the cause is found and status changes are "
            "switched on again."
        )
        return Result(change=change, end=End.STUCK, sentence=sentence, warning=sentence)
    if after.status_code != wanted.code:
        has = names.get(after.status_code)
        shown = has.name if has else after.status_code
        sentence = (
            f"The store did not take the status “{wanted.name}”; the order has “{shown}”. With too "
            "little stock the store sets Backordered; an add-on may forbid the change as well. Set "
            "the status in the store, or send it again."
        )
        return Result(change=change, end=End.STUCK, sentence=sentence)
    return _is_set(change, wanted, f"The website status was set to “{wanted.name}”.")


def _is_set(change: OutgoingChange, status: StoreStatus, sentence: str) -> Result:
    return Result(
        change=change,
        end=End.SENT,
        sentence=sentence,
        status_name=status.name,
        status_reading=status.reading.value,
        receipt={"code": status.code},
    )
