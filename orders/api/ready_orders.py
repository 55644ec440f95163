"""The orders that are ready to ship, as label software wants them."""

from collections.abc import Iterable

from orders.api.schemas import AddressOut, ItemOut, OrderOut, OrdersOut
from orders.fulfilment.guards import why_not_ship
from orders.fulfilment.shipping_out import with_all_that_decides
from orders.models import AddressKind, Order, OrderAddress, ShippingStatus
from orders.state.quantities import remaining
from settings.models import Company


def ready_to_ship(company: Company, *, after: int, limit: int) -> OrdersOut:
    """Orders of `company` with an id above `after`; at most `limit` are looked at."""
    orders = Order.objects.for_company(company).open().filter(pk__gt=after)
    orders = orders.exclude(shipping_status=ShippingStatus.FULLY_SHIPPED).order_by("pk")
    parts = with_all_that_decides(orders).prefetch_related(
        "addresses", "shipping_groups__service", "tags"
    )
    seen = list(parts[: limit + 1])
    page = seen[:limit]
    return OrdersOut(
        orders=[_order(order) for order in page if not why_not_ship(order)],
        next_after=page[-1].pk if len(seen) > limit else None,
    )


def _order(order: Order) -> OrderOut:
    groups = list(order.shipping_groups.all())
    services = [group.service.code for group in groups if group.service]
    return OrderOut(
        order_id=order.pk,
        channel_order_id=order.store_order_id,
        placed_at=order.placed_at,
        is_rush=order.is_rush,
        service=services[0] if services else "",
        requested_method=groups[0].method_name if groups else "",
        ship_to=_address(order.addresses.all()),
        items=[
            ItemOut(sku=line.sku, name=line.name, quantity=remaining(line))
            for line in order.lines.all()
            if remaining(line)
        ],
        tags=[tag.name for tag in order.tags.all()],
    )


def _address(addresses: Iterable[OrderAddress]) -> AddressOut | None:
    for address in addresses:
        if address.kind == AddressKind.SHIPPING:
            return AddressOut(
                name=f"{address.first_name} {address.last_name}".strip(),
                company=address.company,
                address1=address.address1,
                address2=address.address2,
                city=address.city,
                state=address.state,
                postal_code=address.postal_code,
                country=address.country,
                phone=address.phone,
            )
    return None
