"""The shipping groups whose service may still change, with what decides on it."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from orders.models import AddressKind, Order, OrderAddress, OrderShippingGroup
from settings.models import Company
from shipping.service_choice import CompanyMapping, ServiceChoice, ServiceSource, is_abroad


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


def choice_for_group(
    mapping: CompanyMapping, company: Company, group: OrderShippingGroup, country: str
) -> ServiceChoice:
    """What `mapping` chooses for a group whose parcel goes to `country` (ISO, two letters)."""
    return choice_for(
        mapping,
        company,
        method_name=group.method_name,
        store_shipping_id=group.store_shipping_id,
        country=country,
    )


def choice_for(
    mapping: CompanyMapping,
    company: Company,
    *,
    method_name: str,
    store_shipping_id: str,
    country: str,
) -> ServiceChoice:
    """What `mapping` chooses for a method whose parcel goes to `country` (ISO, two letters)."""
    return mapping.choose(
        method_name,
        store_shipping_id,
        is_abroad=is_abroad(str(company.country), country),
    )
