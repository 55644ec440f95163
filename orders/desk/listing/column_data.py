"""The parts of orders that some columns show, read at once for a whole page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderLine,
    OrderShippingGroup,
    Package,
)


@dataclass(frozen=True, slots=True)
class ColumnData:
    """Each by order id; what was not asked for is empty."""

    lines: dict[int, list[OrderLine]] = field(default_factory=lambda: defaultdict(list))
    tracking: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[int, list[OrderShippingGroup]] = field(default_factory=lambda: defaultdict(list))
    destinations: dict[int, OrderAddress] = field(default_factory=lambda: defaultdict(OrderAddress))

    @classmethod
    def of(cls, orders: Sequence[Order], needs: set[str]) -> "ColumnData":
        """Read of `orders` what `needs` names: one statement each."""
        parts, ids = cls(), [order.pk for order in orders]
        if "lines" in needs:
            for line in OrderLine.objects.filter(order__in=ids):
                parts.lines[line.order_id].append(line)
        if "tracking" in needs:
            packages = Package.objects.filter(order__in=ids).exclude(tracking_number="")
            for order_id, number in packages.values_list("order_id", "tracking_number"):
                parts.tracking[order_id].append(number)
        if "groups" in needs:
            groups = OrderShippingGroup.objects.filter(order__in=ids)
            for group in groups.select_related("service__carrier"):
                parts.groups[group.order_id].append(group)
        if "destinations" in needs:
            addresses = OrderAddress.objects.filter(order__in=ids, kind=AddressKind.SHIPPING)
            for address in addresses:
                parts.destinations[address.order_id] = address
        return parts
