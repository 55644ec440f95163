"""Manage Orders and Order Details."""

from auditlog.models import LogEntry
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from orders.conflicts import settle
from orders.forms import NoteForm
from orders.models import AddressKind, Order, OrderConflict, OrderQuerySet, OrderStatus
from orders.moves import MOVES
from orders.schedule import next_run_at
from orders.views.left_out import as_text
from settings.access import require, require_somewhere, rights_of
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
    orders = Order.objects.filter(company__in=companies).select_related("company")
    status, words = request.GET.get("status", ""), request.GET.get("q", "").strip()
    if status in OrderStatus.values:
        orders = orders.filter(order_status=status)
    else:
        orders = orders.exclude(order_status=OrderStatus.VOID)  # hidden, like a delete
    has_conflicts = request.GET.get("conflicts") == "1"
    if has_conflicts:
        open_conflicts = OrderConflict.objects.filter(settled_at=None)
        orders = orders.filter(pk__in=open_conflicts.values("order"))
    needs_method = request.GET.get("needs_method") == "1"
    if needs_method:
        orders = orders.needing_shipping_method()
    if words:
        orders = _search(orders, words)
    context = {
        "page": Paginator(orders, ORDERS_PER_PAGE).get_page(request.GET.get("page")),
        "statuses": OrderStatus.choices,
        "status": status,
        "q": words,
        "has_conflicts": has_conflicts,
        "needs_method": needs_method,
        "has_orders": bool(status or words or has_conflicts or needs_method) or orders.exists(),
        "companies": companies,
        "importable": Company.objects.where_may(request.user, Right.IMPORT),
    }
    return render_page_or_part(
        request, "orders/order_list.html", "orders/_order_table.html", context
    )


@require_safe
def order_detail(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order with everything the store said and everything that happened."""
    orders = Order.objects.visible_to(request.user).select_related("company__connection")
    order = get_object_or_404(orders, pk=order_id)
    require(request.user, order.company, Right.VIEW)
    addresses = {address.kind: address for address in order.addresses.all()}
    rights = rights_of(request.user, order.company)
    moves = [move for move in MOVES if move.is_from(order) and move.right in rights]
    context = {
        "order": order,
        "moves": [(move, move.obstacle(order)) for move in moves],
        "notes": order.notes.select_related("by"),
        "note_form": NoteForm(),
        "lines": order.lines.all(),
        "billing_address": addresses.get(AddressKind.BILLING),
        "shipping_address": addresses.get(AddressKind.SHIPPING),
        "shipping_groups": order.shipping_groups.select_related("service__carrier"),
        "taxes": order.taxes.all(),
        "events": order.events.select_related("by"),
        "next_run_at": next_run_at(order.company),
        "packages": order.packages.prefetch_related("lines__line"),
        "conflicts": order.conflicts.filter(settled_at=None),
        "may_here": rights,
    }
    return render(request, "orders/order_detail.html", context)


@require_safe
def order_document(request: HttpRequest, order_id: int) -> HttpResponse:
    """The last raw document that the store sent of an order."""
    orders = Order.objects.visible_to(request.user).select_related("company", "raw_document")
    order = get_object_or_404(orders, pk=order_id)
    require(request.user, order.company, Right.SETTINGS)
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
    order = get_object_or_404(Order.objects.visible_to(request.user), pk=order_id)
    require(request.user, order.company, Right.VIEW)
    entries = LogEntry.objects.get_for_object(order).select_related("actor", "content_type")
    context = {"order": order, **log_context(entries, request.GET)}
    return render(request, "orders/order_change_log.html", context)


def _search(orders: OrderQuerySet, words: str) -> OrderQuerySet:
    match = (
        Q(store_order_id=words)
        | Q(customer_email__icontains=words)
        | Q(customer_first_name__icontains=words)
        | Q(customer_last_name__icontains=words)
    )
    if words.isdecimal() and len(words) < 18:  # more digits than any Order ID has
        match |= Q(pk=int(words))
    return orders.filter(match)
