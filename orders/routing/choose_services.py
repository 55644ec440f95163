"""The service that each shipping group of an order is sent by, as the company's mapping says."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef

from orders.models import Order, OrderLine, OrderShippingGroup
from settings.models import Company
from shipping.method_numbers import remember
from shipping.service_choice import ServiceSource, is_abroad, mapping_of
from stores.port import StoreOrder


def choose_services(
    company: Company,
    groups: Sequence[OrderShippingGroup],
    told: Mapping[Order, StoreOrder],
    *,
    are_new: bool,
) -> None:
    """Set service, rush and source of unsaved `groups`, whose orders `told` has.

    Only new orders tell what the store calls its methods now: older ones keep the older name.
    """
    if not groups:
        return
    mapping = mapping_of(company)
    for group in groups:
        address = told[group.order].shipping_address
        choice = mapping.choose(
            group.method_name,
            group.store_shipping_id,
            is_abroad=is_abroad(str(company.country), address.country if address else ""),
        )
        group.service, group.is_rush = choice.service, choice.is_rush
        group.service_source = choice.source
    if are_new:
        remember(mapping, [(group.method_name, group.store_shipping_id) for group in groups])


def flag_orders(order_ids: Iterable[int]) -> None:
    """Work out again which orders are Rush, need shipping at all, and need a shipping method."""
    groups = OrderShippingGroup.objects.filter(order=OuterRef("pk"))
    shippable = OrderLine.objects.filter(order=OuterRef("pk"), needs_shipping=True)
    Order.objects.filter(pk__in=list(order_ids)).update(
        needs_shipping=Exists(shippable),
        is_rush=Exists(groups.filter(is_rush=True)),
        needs_shipping_method=Exists(groups.filter(service=None)) & Exists(shippable),
    )


def drop_nameless_groups(orders: Iterable[Order]) -> None:
    """Delete the stand-in for a method from orders that name one now, unless a person used it."""
    stand_ins = OrderShippingGroup.objects.filter(order__in=list(orders), group_key="")
    stand_ins.exclude(service_source=ServiceSource.BY_HAND).delete()
