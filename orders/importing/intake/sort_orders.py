"""Sorting a batch of store orders: what is new, changed, said before, or stays out. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from orders.importing.intake.admission import AdmissionRules, Refusal, why_left_out
from orders.importing.intake.erased_customers import without_person
from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import Order
from settings.models import Company, StatusReading
from stores.port import StoreOrder


@dataclass(slots=True)
class SortedOrders:
    """What is to become of a batch."""

    created: list[IncomingOrder] = field(default_factory=list)
    updated: list[tuple[Order, IncomingOrder]] = field(default_factory=list)
    unchanged: list[IncomingOrder] = field(default_factory=list)
    refused: list[tuple[IncomingOrder, Refusal]] = field(default_factory=list)
    # Known orders that are being edited in the store at this moment.
    left_alone: list[tuple[IncomingOrder, Refusal]] = field(default_factory=list)


def sort_out(
    company: Company,
    store_orders: Sequence[StoreOrder],
    rules: AdmissionRules | None,
    *,
    lock: bool,
    rewrites_unchanged: bool = False,
) -> SortedOrders:
    """Sort `store_orders` for `company`; without `rules` everything comes in.

    A known order is refreshed whatever the rules say: it is here already. One whose customer's data
    were erased is read without them. With `lock` the known orders are locked, in one order
    everywhere, so that two batches never wait for each other. With `rewrites_unchanged` a known
    order that says nothing new counts as updated.
    """
    latest = {order.store_order_id: order for order in store_orders}
    known = _known(company, list(latest), lock=lock)
    result = SortedOrders()
    for key, store_order in latest.items():
        order = known.get(key)
        is_erased = order is not None and order.erased_at is not None
        incoming = IncomingOrder.of(without_person(store_order) if is_erased else store_order)
        reason = why_left_out(store_order, rules) if rules is not None else None
        if order is None and reason is None:
            result.created.append(incoming)
        elif order is None and reason is not None:
            result.refused.append((incoming, reason))
        elif reason is not None and store_order.status.reading == StatusReading.INCOMPLETE:
            result.left_alone.append((incoming, reason))
        elif order is not None and not rewrites_unchanged and incoming.says_what(order.facts_hash):
            result.unchanged.append(incoming)
        elif order is not None:
            result.updated.append((order, incoming))
    return result


def _known(company: Company, keys: Sequence[str], *, lock: bool) -> dict[str, Order]:
    orders = Order.objects.for_company(company).filter(store_order_id__in=keys).order_by("pk")
    if lock:
        orders = orders.select_for_update(of=("self",))
    return {order.store_order_id: order for order in orders}
