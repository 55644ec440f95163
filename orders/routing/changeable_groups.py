"""The shipping groups whose service may still change, with what decides on it."""

from collections.abc import Mapping as Named
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from orders.models import AddressKind, Order, OrderAddress, OrderShippingGroup
from settings.models import Company
from shipping.choosing import Choice, Mapping, ServiceSource, is_abroad


def changeable_groups(company: Company) -> "QuerySet[OrderShippingGroup, Any]":
    """Groups of unshipped orders that no person has chosen a service for, with their country."""
    orders = Order.objects.for_company(company).unshipped()
    groups = OrderShippingGroup.objects.filter(order__in=orders)
    return with_country(groups.exclude(service_source=ServiceSource.BY_HAND))


def with_country(
    groups: "QuerySet[OrderShippingGroup, Any]",
) -> "QuerySet[OrderShippingGroup, Any]":
    """`groups` with `country`: where the parcel goes (ISO, two letters), '' when nobody knows."""
    addresses = OrderAddress.objects.filter(order=OuterRef("order"), kind=AddressKind.SHIPPING)
    return groups.annotate(country=Coalesce(Subquery(addresses.values("country")[:1]), Value("")))


def choice_for(mapping: Mapping, company: Company, group: Named[str, Any]) -> Choice:
    """What `mapping` chooses for the columns of a group that has its country."""
    return mapping.choose(
        group["method_name"],
        group["store_shipping_id"],
        is_abroad=is_abroad(str(company.country), group["country"]),
    )
