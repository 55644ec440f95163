"""The smaller pages of an order."""

from auditlog.models import LogEntry
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from orders.importing.resolve_conflict import resolve_conflict
from orders.importing.views.left_out import as_text
from orders.models import (
    Order,
    OrderConflict,
)
from orders.opening import open_order
from settings.access import require
from settings.change_log import log_context
from settings.rights import Right


@require_safe
def order_document(request: HttpRequest, order_id: int) -> HttpResponse:
    """The last raw document that the store sent of an order."""
    order = open_order(request, order_id, Right.SETTINGS, "raw_document")
    require(request.user, order.company, Right.VIEW)  # it is all that is known of the customer
    kept = getattr(order, "raw_document", None)
    context = {
        "order": order,
        "document": as_text(kept.document) if kept else "",
        "removed_at": kept.removed_at if kept else None,
    }
    return render(request, "orders/details/order_document.html", context)


@require_POST
def conflict_resolution(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Note that a person has resolved a conflict."""
    orders = Order.objects.visible_to(request.user)
    conflicts = OrderConflict.objects.filter(order__in=orders).select_related("order__company")
    conflict = get_object_or_404(conflicts, pk=conflict_id)
    require(request.user, conflict.order.company, Right.EDIT)
    if resolve_conflict(conflict, by=signed_in(request)):
        messages.success(request, f"Resolved: {conflict.get_kind_display()}.")
    else:
        messages.info(request, "Somebody has resolved it already.")
    return redirect("order_detail", order_id=conflict.order_id)


@require_safe
def order_change_log(request: HttpRequest, order_id: int) -> HttpResponse:
    """Toolbox > Change Log of an order; `field` narrows it to one field."""
    order = open_order(request, order_id, Right.VIEW)
    entries = LogEntry.objects.get_for_object(order).select_related("actor", "content_type")
    context = {"order": order, **log_context(entries, request.GET)}
    return render(request, "orders/details/order_change_log.html", context)
