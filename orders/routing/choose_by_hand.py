"""A person chooses the service of an order; the mapping leaves it alone from then on."""

from collections.abc import Mapping

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.models import Order
from orders.routing.changeable_groups import choice_for_group, with_country
from orders.routing.unmapped_notice import tell_of_unmapped
from orders.routing.write_services import NewService, as_chosen, write_services
from orders.state.stale import refuse_if_changed
from shipping.models import ShippingService
from shipping.service_choice import ServiceSource, mapping_of


def why_not_choose_service(order: Order) -> str:
    """Why the services of `order` stay as they are; '' when they may be changed."""
    if order.is_to_be_shipped:
        return ""
    return (
        f"The order is {order.get_order_status_display()} and "
        f"{order.get_shipping_status_display()}: its shipping method stays as it is."
    )


@transaction.atomic
def choose_by_hand(
    order: Order,
    chosen: Mapping[int, tuple[ShippingService | None, bool]],
    *,
    by: AbstractBaseUser,
    seen: int | None = None,
) -> None:
    """Give groups of `order`, by id, a service and rush; None goes back to the mapping.

    A group that is sent by the same already stays with whoever chose that.
    Raises `Refused` when the order is shipped or closed, and `ChangedMeanwhile` when others
    changed it after the event `seen`.
    """
    locked = Order.objects.select_for_update().get(pk=order.pk)
    refuse_if_changed(locked, seen, by=by)
    if reason := why_not_choose_service(locked):
        raise Refused(reason)
    mapping = mapping_of(order.company)
    changes = []
    groups = with_country(locked.shipping_groups.select_related("order", "service__carrier"))
    for group in groups:
        service, is_rush = chosen.get(group.pk, (group.service, group.is_rush))
        if service is None and group.pk in chosen:
            choice = choice_for_group(mapping, order.company, group, group.country)
            changes.append(as_chosen(choice, group))
        elif (group.service, group.is_rush) != (service, is_rush):
            source = ServiceSource.BY_HAND
            changes.append(NewService(group=group, service=service, is_rush=is_rush, source=source))
    write_services(changes, by=by)
    tell_of_unmapped(order.company)
