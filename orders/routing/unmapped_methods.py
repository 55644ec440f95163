"""The website's methods that are not mapped: seen on orders, or in the store's own list."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from orders.models import OrderShippingGroup
from settings.models import Company
from shipping.method_matching import normal_name
from shipping.models import WebsiteMethod
from shipping.service_choice import CompanyMapping

# Orders older than this say nothing about what the store offers today.
LOOKED_AT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmappedMethod:
    """A method without mapping, as it was last written. `last_seen_at` is None without orders."""

    name: str
    orders: int = 0
    last_seen_at: datetime | None = None
    is_listed: bool = False


def unmapped_methods(company: Company, mapping: CompanyMapping) -> list[UnmappedMethod]:
    """The unmapped methods of `company`, those on most orders first. Two statements."""
    groups = OrderShippingGroup.objects.filter(
        order__company=company, order__placed_at__gt=timezone.now() - LOOKED_AT
    ).exclude(method_name="")
    seen = groups.order_by().values("method_name", "store_shipping_id")
    found: dict[str, UnmappedMethod] = {}
    for row in seen.annotate(orders=Count("order", distinct=True), last=Max("order__placed_at")):
        if mapping.find(row["method_name"], row["store_shipping_id"]) is None:
            _add(found, row["method_name"], row["orders"], row["last"])
    for method in WebsiteMethod.objects.filter(company=company, is_active=True):
        if mapping.find(method.name, method.store_shipping_id) is None:
            key = normal_name(method.name)
            known = found.get(key, UnmappedMethod(name=method.name))
            found[key] = replace(known, is_listed=True)
    return sorted(found.values(), key=lambda method: (-method.orders, method.name))


def _add(found: dict[str, UnmappedMethod], name: str, orders: int, last_seen_at: datetime) -> None:
    key = normal_name(name)
    known = found.get(key)
    if known is None or known.last_seen_at is None:
        found[key] = UnmappedMethod(name=name, orders=orders, last_seen_at=last_seen_at)
        return
    is_later = last_seen_at > known.last_seen_at
    found[key] = replace(
        known,
        name=name if is_later else known.name,
        orders=known.orders + orders,
        last_seen_at=max(last_seen_at, known.last_seen_at),
    )
