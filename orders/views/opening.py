"""Opening an order's page: permission, and nothing told to strangers."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from orders.models import Order
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
