"""The store's lines after work began here: what was packed or refunded stays, the rest follows.

Pure. A line remembers what the store said last (`store_quantity`) beside what counts here
(`quantity`), so that the next change of the store is told from what we keep on top of it.
"""

from collections.abc import Sequence

from orders.models import OrderLine
from orders.state.quantities import cancelled


def told_quantity(line: OrderLine) -> int:
    """How many pieces the store said last; of lines from before it was kept, what counts here."""
    return line.quantity if line.store_quantity is None else line.store_quantity


def merged(known: Sequence[OrderLine], told: Sequence[OrderLine]) -> list[OrderLine]:
    """The lines that an order gets: `told` by the store, unsaved, with the quantities that count.

    Those that it has no more are `vanished`.
    """
    before = {line.store_line_id: line for line in known}
    for line in told:
        line.store_quantity = line.quantity
        if old := before.get(line.store_line_id):
            line.quantity = _quantity(old, line.quantity)
    return list(told)


def vanished(known: Sequence[OrderLine], told: Sequence[OrderLine]) -> list[OrderLine]:
    """Those of `known` that the store has no more, with the quantities that stay of them."""
    still_there = {line.store_line_id for line in told}
    lines = [line for line in known if line.store_line_id not in still_there]
    for line in lines:
        line.quantity, line.store_quantity = _quantity(line, 0), 0
    return lines


def has_facts(line: OrderLine) -> bool:
    """Whether something of the line was packed, refunded or came back: then it stays."""
    return any(
        (
            *(line.packed_quantity, line.shipped_quantity),
            *(line.refunded_quantity, line.returned_quantity),
        )
    )


def _quantity(line: OrderLine, told: int) -> int:
    """How many pieces of `line` count when the store now says `told`.

    A store that names fewer pieces has first of all taken out those that were refunded here: they
    are counted on top, since they are refunded in our own ledger.
    """
    before, refunded = told_quantity(line), cancelled(line)
    on_top = min(refunded, max(0, line.quantity - before))
    on_top += min(refunded - on_top, max(0, before - told))
    facts = max(line.packed_quantity + refunded, line.refunded_quantity, line.returned_quantity)
    return max(told + on_top, facts)
