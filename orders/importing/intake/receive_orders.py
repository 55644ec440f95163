"""Receiving a batch of store orders: in one transaction, with a fixed number of statements."""

from collections.abc import Sequence

from django.db import transaction

from orders.importing.intake.admission import AdmissionRules
from orders.importing.intake.left_out_orders import forget, note_refused
from orders.importing.intake.sort_orders import SortedOrders, sort_out
from orders.importing.intake.write_orders import create_orders, refresh_orders
from settings.models import Company
from stores.port import StoreOrder


def receive(
    company: Company,
    store_orders: Sequence[StoreOrder],
    rules: AdmissionRules | None = None,
    *,
    rewrites_unchanged: bool = False,
) -> SortedOrders:
    """Write `store_orders` down for `company`: new ones are created, changed ones refreshed.

    What `rules` refuse is noted with its reason. An order that says nothing new costs no write,
    unless `rewrites_unchanged` is set. Exactly one row stands for a store order id, whatever else
    is running: the database's unique constraint decides, and the whole batch rolls back with
    `IntegrityError` when another run came first.
    """
    with transaction.atomic():
        batch = sort_out(
            company, store_orders, rules, lock=True, rewrites_unchanged=rewrites_unchanged
        )
        create_orders(company, batch.created)
        refresh_orders(company, batch.updated)
        forget(company, [incoming.key for incoming in batch.created])
        note_refused(company, batch.refused)
    return batch
