"""Opening the page of an order or an RMA: permission, and nothing told to strangers."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from orders.models import Order, Rma
from settings.access import require
from settings.rights import Right


def open_order(request: HttpRequest, order_id: int, right: Right, *related: str) -> Order:
    """The order asked for, with its company and what `related` names.

    Raises `Http404` for a stranger and `PermissionDenied` for a colleague without `right`.
    """
    orders = Order.objects.visible_to(request.user).select_related("company", *related)
    order = get_object_or_404(orders, pk=order_id)
    require(request.user, order.company, right)
    return order


def open_rma(request: HttpRequest, rma_id: int, right: Right) -> Rma:
    """The RMA asked for, with order and company. Raises `Http404` or `PermissionDenied`."""
    visible = Rma.objects.visible_to(request.user).select_related(
        "order__company", "by", "imported_from"
    )
    rma = get_object_or_404(visible, pk=rma_id)
    require(request.user, rma.order.company, right)
    return rma
