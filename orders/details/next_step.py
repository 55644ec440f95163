"""The next step of an order: the one button that stands out on its page.

The guards are those of the actions themselves, as for the menus.
"""

from dataclasses import dataclass

from django.urls import reverse

from orders.fulfilment.guards import why_not_leave, why_not_ship
from orders.models import Order, ShippingStatus
from settings.rights import Right


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What a person most likely does next. `is_post`: it is done at once, by POST."""

    label: str
    url: str
    icon: str
    is_post: bool = False


def next_step(order: Order, rights: frozenset[str]) -> NextStep | None:
    """The next step of `order` for somebody with `rights`; None where nothing stands out."""
    if order.is_waiting_for_method and Right.EDIT in rights:
        url = reverse("order_shipping_method", args=[order.pk])
        return NextStep(label="Edit Shipping Method", url=url, icon="route")
    if Right.SHIP in rights and (step := _shipping(order)):
        return step
    is_all_gone = order.shipping_status == ShippingStatus.FULLY_SHIPPED
    if is_all_gone and order.invoice_printed_at is None and Right.VIEW in rights:
        url = reverse("order_invoice", args=[order.pk])
        return NextStep(label="Print Invoice(s) to PDF", url=url, icon="printer", is_post=True)
    return None


def _shipping(order: Order) -> NextStep | None:
    packed = [one for one in order.rows_of("packages") if one.confirmed_at is None]
    if packed and not why_not_leave(order):
        url = reverse("package_confirmation", args=[packed[0].pk])
        return NextStep(label="Ship Confirm", url=url, icon="truck", is_post=True)
    if not why_not_ship(order):
        url = reverse("order_ship_items", args=[order.pk])
        return NextStep(label="Ship Items", url=url, icon="package")
    return None
