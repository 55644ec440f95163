"""Write search texts and ship dates of all orders again."""

from typing import Any

from django.core.management.base import BaseCommand

from orders.models import Order
from orders.state.summary import packages_changed

ORDERS_AT_A_TIME = 5_000


class Command(BaseCommand):
    """manage.py rebuild_search"""

    help = "Write again by which words orders are found, and their ship dates. Safe while in use."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk all orders by number, some thousand in each transaction."""
        last, done = 0, 0
        while ids := list(
            Order.objects.filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:ORDERS_AT_A_TIME]
        ):
            packages_changed(ids)
            last, done = ids[-1], done + len(ids)
            self.stdout.write(f"{done} orders")
        self.stdout.write(f"Done: {done} orders.")
