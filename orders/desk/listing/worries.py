"""Why an order needs attention, in a few words for each: the list need not be opened to know."""

from collections import defaultdict
from collections.abc import Sequence

from orders.models import NoteKind, Order, OrderConflict, OrderNote, OrderStatus
from stores.models import ChangeState, OutgoingChange

LONGEST = 160


def worries_of(orders: Sequence[Order]) -> dict[int, list[str]]:
    """Open conflicts, updates that are stuck, and why it is a Problem Order, by order id.

    At most three statements, however many orders there are.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for conflict in OrderConflict.objects.filter(order__in=orders, settled_at=None):
        found[conflict.order_id].append(f"{conflict.get_kind_display()}: {conflict.message}")
    by_number = {(order.company_id, order.store_order_id): order.pk for order in orders}
    stuck = OutgoingChange.objects.filter(
        state=ChangeState.STUCK,
        company__in={company for company, _ in by_number},
        store_order_id__in={number for _, number in by_number},
    )
    for change in stuck:
        if order_id := by_number.get((change.company_id, change.store_order_id)):
            what = f"{change.get_kind_display()} could not be told"
            found[order_id].append(": ".join(filter(None, [what, change.last_error])))
    _add_problems(found, orders)
    return {order_id: [text[:LONGEST] for text in texts] for order_id, texts in found.items()}


def _add_problems(found: dict[int, list[str]], orders: Sequence[Order]) -> None:
    problems = [one.pk for one in orders if one.order_status == OrderStatus.PROBLEM_ORDER]
    if not problems:
        return
    notes = OrderNote.objects.filter(order__in=problems, kind=NoteKind.GENERAL).order_by("pk")
    newest = dict(notes.values_list("order_id", "text"))
    for order_id in problems:
        label = str(OrderStatus.PROBLEM_ORDER.label)
        found[order_id].append(": ".join(filter(None, [label, newest.get(order_id, "")])))
