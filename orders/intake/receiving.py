"""Receiving a batch of store orders: in one transaction, with a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from orders.intake.facts import facts_hash
from orders.intake.writing import create_orders, refresh_orders
from orders.models import Order
from settings.models import Company
from stores.port import StoreOrder


@dataclass(slots=True)
class Received:
    """What became of a batch, as store order ids."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def receive(company: Company, store_orders: Sequence[StoreOrder]) -> Received:
    """Write `store_orders` down for `company`: new ones are created, changed ones refreshed.

    An order that says nothing new costs no write. Exactly one row stands for a store order id,
    whatever else is running: the database's unique constraint decides, and the whole batch rolls
    back with `IntegrityError` when another run came first.
    """
    latest = {order.store_order_id: order for order in store_orders}
    with transaction.atomic():
        known = _lock_known(company, latest)
        received = _sort_out(latest, known)
        create_orders(company, [latest[key] for key in received.created])
        refresh_orders([(known[key], latest[key]) for key in received.updated])
    return received


def _lock_known(company: Company, latest: dict[str, StoreOrder]) -> dict[str, Order]:
    # Locked in one order everywhere, so that two batches can never wait for each other.
    locked = Order.objects.for_company(company).select_for_update(of=("self",)).order_by("pk")
    known = locked.filter(store_order_id__in=latest).select_related("company")
    return {order.store_order_id: order for order in known}


def _sort_out(latest: dict[str, StoreOrder], known: dict[str, Order]) -> Received:
    received = Received()
    for store_order_id, store_order in latest.items():
        order = known.get(store_order_id)
        if order is None:
            received.created.append(store_order_id)
        elif order.facts_hash != facts_hash(store_order):
            received.updated.append(store_order_id)
        else:
            received.unchanged.append(store_order_id)
    return received
