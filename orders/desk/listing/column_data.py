"""The parts of orders that some columns show, read at once for a whole page."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from orders.desk.listing.worries import worries_of
from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderLine,
    OrderShippingGroup,
    Package,
    Payment,
    PaymentKind,
    Tag,
)


@dataclass(frozen=True, slots=True)
class ColumnData:
    """Each by order id; what was not asked for is empty."""

    lines: dict[int, list[OrderLine]] = field(default_factory=lambda: defaultdict(list))
    tracking: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[int, list[OrderShippingGroup]] = field(default_factory=lambda: defaultdict(list))
    destinations: dict[int, OrderAddress] = field(default_factory=lambda: defaultdict(OrderAddress))
    paid_at: dict[int, datetime] = field(default_factory=dict)
    tags: dict[int, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    worries: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

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
        parts._read_rarer(orders, needs)
        return parts

    def _read_rarer(self, orders: Sequence[Order], needs: set[str]) -> None:
        if "paid_at" in needs:
            payments = Payment.objects.filter(order__in=orders, kind=PaymentKind.PAYMENT)
            self.paid_at.update(payments.order_by("paid_at").values_list("order_id", "paid_at"))
        if "tags" in needs:
            links = Order.tags.through.objects.filter(order__in=orders).select_related("tag")
            for link in links.order_by("tag__name"):
                self.tags[link.order_id].append(link.tag)
        if "worries" in needs:
            self.worries.update(worries_of(orders))
