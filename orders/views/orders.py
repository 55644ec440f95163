"""Manage Orders, and the smaller pages of an order."""

from auditlog.models import LogEntry
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from orders.conflicts import settle
from orders.filters import PLACED, TICKS, OrderFilters, zone_of
from orders.models import (
    Order,
    OrderConflict,
    OrderStatus,
    PaymentStatus,
    ShippingStatus,
)
from orders.views.left_out import as_text
from orders.views.opening import open_order
from settings.access import require, require_somewhere
from settings.change_log import log_context
from settings.models import Company
from settings.rights import Right

ORDERS_PER_PAGE = 50


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders of the user's companies, newest first; what the query names narrows the list."""
    companies = list(Company.objects.where_may(request.user, Right.VIEW))
    if not companies and Company.objects.visible_to(request.user).exists():
        require_somewhere(request.user, Right.VIEW)
    filters = OrderFilters.of(request.GET)
    everything = Order.objects.filter(company__in=companies).select_related("company")
    orders = filters.apply(everything, zone_of(companies, filters.company))
    context = {
        "page": Paginator(orders, ORDERS_PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "choices": [
            ("status", "Order Status", OrderStatus.choices, filters.status),
            ("payment", "Payment Status", PaymentStatus.choices, filters.payment),
            ("shipping", "Shipping Status", ShippingStatus.choices, filters.shipping),
            ("placed", "Order Date", list(PLACED.items()), filters.placed),
        ],
        "ticks": [(name, label, name in filters.ticks) for name, label in TICKS.items()],
        "q": filters.q,
        "has_orders": filters.is_active or orders.exists(),
        "companies": companies,
        "importable": Company.objects.where_may(request.user, Right.IMPORT),
    }
    return render_page_or_part(
        request, "orders/order_list.html", "orders/_order_table.html", context
    )


@require_safe
def order_document(request: HttpRequest, order_id: int) -> HttpResponse:
    """The last raw document that the store sent of an order."""
    order = open_order(request, order_id, Right.SETTINGS, "raw_document")
    kept = getattr(order, "raw_document", None)
    context = {"order": order, "document": as_text(kept.document) if kept else ""}
    return render(request, "orders/order_document.html", context)


@require_POST
def conflict_settlement(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Note that a person has settled a conflict."""
    orders = Order.objects.visible_to(request.user)
    conflicts = OrderConflict.objects.filter(order__in=orders).select_related("order__company")
    conflict = get_object_or_404(conflicts, pk=conflict_id)
    require(request.user, conflict.order.company, Right.EDIT)
    if settle(conflict, by=signed_in(request)):
        messages.success(request, f"Settled: {conflict.get_kind_display()}.")
    else:
        messages.info(request, "Somebody has settled it already.")
    return redirect("order_detail", order_id=conflict.order_id)


@require_safe
def order_change_log(request: HttpRequest, order_id: int) -> HttpResponse:
    """Toolbox > Change Log of an order; `field` narrows it to one field."""
    order = open_order(request, order_id, Right.VIEW)
    entries = LogEntry.objects.get_for_object(order).select_related("actor", "content_type")
    context = {"order": order, **log_context(entries, request.GET)}
    return render(request, "orders/order_change_log.html", context)
