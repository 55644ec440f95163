"""The filters of Manage Orders, read from the address: a link shows a colleague the same list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.numbers import whole_number
from orders.models import (
    OrderConflict,
    OrderQuerySet,
    OrderStatus,
    PaymentStatus,
    ShippingStatus,
)
from settings.models import Company

PLACED = {
    "today": "Today",
    "yesterday": "Yesterday",
    "last_7_days": "Last 7 Days",
    "last_14_days": "Last 14 Days",
    "last_31_days": "Last 31 Days",
    "month_to_date": "Month To Date",
    "last_month": "Last Month",
}
TICKS = {
    "conflicts": "Conflicts with the store",
    "needs_method": "Needs shipping method",
    "rush": "Rush",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters:
    """What narrows the list; '' and no ticks for what is not asked. Unknown values count as ''."""

    status: str = ""
    payment: str = ""
    shipping: str = ""
    company: str = ""
    placed: str = ""
    q: str = ""
    ticks: frozenset[str] = frozenset()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "OrderFilters":
        """The filters that an address names."""

        def one_of(name: str, allowed: Any) -> str:
            value = query.get(name, "")
            return value if value in allowed else ""

        company = whole_number(query.get("company", ""))
        return cls(
            status=one_of("status", OrderStatus.values),
            payment=one_of("payment", PaymentStatus.values),
            shipping=one_of("shipping", ShippingStatus.values),
            company="" if company is None else str(company),
            placed=one_of("placed", PLACED),
            q=query.get("q", "").strip(),
            ticks=frozenset(name for name in TICKS if query.get(name) == "1"),
        )

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return self != OrderFilters()

    def apply(self, orders: OrderQuerySet, zone: tzinfo) -> OrderQuerySet:
        """`orders` that fit; days are those of `zone`. Void orders only when asked for."""
        if self.status:
            orders = orders.filter(order_status=self.status)
        else:
            orders = orders.exclude(order_status=OrderStatus.VOID)  # hidden, like a delete
        if self.payment:
            orders = orders.filter(payment_status=self.payment)
        if self.shipping:
            orders = orders.filter(shipping_status=self.shipping)
        if self.company:
            orders = orders.filter(company=int(self.company))
        if self.placed:
            first, last = days_of(self.placed, timezone.now().astimezone(zone).date())
            begin = datetime.combine(first, time.min, zone)
            end = datetime.combine(last + timedelta(days=1), time.min, zone)
            orders = orders.filter(placed_at__gte=begin, placed_at__lt=end)
        return _search(self._tick(orders), self.q) if self.q else self._tick(orders)

    def _tick(self, orders: OrderQuerySet) -> OrderQuerySet:
        if "conflicts" in self.ticks:
            open_conflicts = OrderConflict.objects.filter(settled_at=None)
            orders = orders.filter(pk__in=open_conflicts.values("order"))
        if "needs_method" in self.ticks:
            orders = orders.needing_shipping_method()
        if "rush" in self.ticks:
            orders = orders.filter(is_rush=True)
        return orders


def days_of(placed: str, today: date) -> tuple[date, date]:
    """First and last day of a preset of `PLACED`. Pure."""
    if placed == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    if placed == "month_to_date":
        return today.replace(day=1), today
    if placed == "last_month":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    days = {"today": 1, "last_7_days": 7, "last_14_days": 14, "last_31_days": 31}[placed]
    return today - timedelta(days=days - 1), today


def zone_of(companies: list[Company], chosen: str) -> tzinfo:
    """The time zone that days are meant in: of the company chosen, or of the only one."""
    fitting = [company for company in companies if chosen in ("", str(company.pk))]
    if len(fitting) == 1:
        return fitting[0].zone
    return timezone.get_default_timezone()


def _search(orders: OrderQuerySet, words: str) -> OrderQuerySet:
    match = (
        Q(store_order_id=words)
        | Q(customer_email__icontains=words)
        | Q(customer_first_name__icontains=words)
        | Q(customer_last_name__icontains=words)
    )
    order_id = whole_number(words)
    if order_id is not None:
        match |= Q(pk=order_id)
    return orders.filter(match)
