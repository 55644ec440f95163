"""Ship together: orders ready to ship that go to one address, computed from what is here.

Nothing is merged: each order keeps its own packages, and one box may hold several of them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from orders.desk.filtering.conditions import addresses_of_several
from orders.models import Order, OrderAddress
from settings.models import Company

# Orders read for the page; who has more of them works the list down and looks again.
MOST_ORDERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherGroup:
    """Orders of one company to one address, the oldest first. At least two."""

    company: Company
    address: OrderAddress
    orders: tuple[Order, ...]

    @property
    def is_one_customer(self) -> bool:
        """Whether all of them came with one e-mail address."""
        return len({order.customer_email.casefold() for order in self.orders}) == 1


def groups_at(companies: Sequence[Company]) -> list[TogetherGroup]:
    """The groups of `companies`, those that wait longest first. Two statements."""
    found = addresses_of_several().filter(order__company__in=companies)
    rows = found.select_related("order__company").prefetch_related("order__lines")
    groups: dict[tuple[int, str], list[OrderAddress]] = defaultdict(list)
    for address in rows.order_by("order__placed_at", "order")[:MOST_ORDERS]:
        groups[address.order.company_id, address.key].append(address)
    return [
        TogetherGroup(
            company=addresses[0].order.company,
            address=addresses[0],
            orders=tuple(address.order for address in addresses),
        )
        for addresses in groups.values()
        if len(addresses) > 1
    ]
