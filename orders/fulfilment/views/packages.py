"""Ship Items, and what becomes of a package afterwards."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.people import signed_in
from core.refusals import adding_refusals, telling_refusals
from orders.fulfilment import package_changes, set_unshipped
from orders.fulfilment.forms.packages import (
    CorrectionForm,
    PackageForm,
    are_accepted,
    initial_of,
)
from orders.fulfilment.forms.ship_items import ShipItemsForm
from orders.fulfilment.guards import why_not_ship
from orders.fulfilment.shipping_out import ship_items
from orders.models import AddressKind, Order, OrderLine, Package
from orders.once import acting_once
from orders.opening import open_order
from orders.state.quantities import remaining
from settings.access import require, rights_of
from settings.rights import Right
from shipping.lookup import ServiceLookup
from shipping.models import ShippingService


@require_http_methods(["GET", "HEAD", "POST"])
def order_ship_items(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Ship Items: one or several packages, saved as packed or Ship Confirmed."""
    order = open_order(request, order_id, Right.SHIP, "company__website_options")
    data = request.POST if request.method == "POST" else None
    lookup = ServiceLookup.of_catalogue()
    form = ShipItemsForm(
        data,
        order,
        lookup=lookup,
        pieces={line: remaining(line) for line in order.lines.all() if remaining(line)},
        service=_service_of(order),
    )
    doubts: list[str] = []
    act = request.POST.get("act")
    if act in ("save", "confirm") and form.is_valid():
        doubts = form.doubts
        goes_on = are_accepted(doubts, request.POST.getlist("doubt"))
        if goes_on and _ship(request, order, form, is_confirmed=act == "confirm"):
            return redirect("order_detail", order_id=order.pk)
    context = {
        "order": order,
        "form": form,
        "doubts": doubts,
        "why_not": why_not_ship(order),
        "conflicts": [one for one in order.rows_of("conflicts") if one.settled_at is None],
        "may_here": rights_of(request.user, order.company),
        "services": lookup.choosable,
        "shipping_address": order.addresses.filter(kind=AddressKind.SHIPPING).first(),
        "shipping_groups": order.shipping_groups.select_related("service__carrier"),
    }
    return render(request, "orders/fulfilment/ship_items.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def package_edit(request: HttpRequest, package_id: int) -> HttpResponse:
    """Edit a package that is only packed, or correct one that has left."""
    package = open_package(request, package_id)
    lookup = ServiceLookup.of_catalogue()
    form = _form_of(request, package, lookup)
    doubts: list[str] = []
    if request.method == "POST" and form.is_valid():
        doubts = [form.doubt] if form.doubt else []
        if are_accepted(doubts, request.POST.getlist("doubt")) and _edit(request, package, form):
            return redirect("order_detail", order_id=package.order_id)
    context = {
        "order": package.order,
        "package": package,
        "form": form,
        "doubts": doubts,
        "services": lookup.choosable,
    }
    return render(request, "orders/fulfilment/package_edit.html", context)


@require_POST
def package_confirmation(request: HttpRequest, package_id: int) -> HttpResponse:
    """Ship Confirm a package that was only packed."""
    package = open_package(request, package_id)
    with telling_refusals(request), acting_once(request):
        package_changes.ship_confirm(package, by=signed_in(request))
        messages.success(request, "The package was Ship Confirmed.")
    return redirect("order_detail", order_id=package.order_id)


@require_POST
def package_deletion(request: HttpRequest, package_id: int) -> HttpResponse:
    """Delete a package that is only packed."""
    package = open_package(request, package_id)
    with telling_refusals(request):
        package_changes.delete(package, by=signed_in(request))
        messages.success(request, "The package was deleted. Its items can be packed again.")
    return redirect("order_detail", order_id=package.order_id)


@require_http_methods(["GET", "HEAD", "POST"])
def order_unshipping(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Set Unshipped: ask, then take back what the website has not heard of."""
    order = open_order(request, order_id, Right.SHIP, "company")
    if request.method == "POST":
        with telling_refusals(request), acting_once(request):
            set_unshipped.set_unshipped(order, by=signed_in(request))
            messages.success(request, "Order marked as unshipped.")
        return redirect("order_detail", order_id=order.pk)
    context = {"order": order, "why_not": set_unshipped.why_not_set_unshipped(order)}
    return render(request, "orders/fulfilment/order_unshipping.html", context)


def open_package(request: HttpRequest, package_id: int) -> Package:
    """The package asked for, with its order. Raises `Http404` or `PermissionDenied`."""
    packages = Package.objects.filter(order__in=Order.objects.visible_to(request.user))
    related = packages.select_related("order__company__website_options", "service__carrier")
    package = get_object_or_404(related, pk=package_id)
    require(request.user, package.order.company, Right.SHIP)
    return package


def _service_of(order: Order) -> ShippingService | None:
    """The service that most of the order goes by: that of its first group that has one."""
    groups = order.shipping_groups.exclude(service=None).select_related("service__carrier")
    group = groups.first()
    return group.service if group else None


def _ship(request: HttpRequest, order: Order, form: ShipItemsForm, *, is_confirmed: bool) -> bool:
    with adding_refusals(form), acting_once(request):
        made = ship_items(
            order, form.new_packages, is_confirmed=is_confirmed, by=signed_in(request)
        )
        what = "Ship Confirmed" if is_confirmed else "packed"
        were = "package was" if len(made) == 1 else "packages were"
        messages.success(request, f"{len(made)} {were} {what}.")
        return True
    return False


def _form_of(
    request: HttpRequest, package: Package, lookup: ServiceLookup
) -> PackageForm | CorrectionForm:
    data = request.POST if request.method == "POST" else None
    initial = initial_of(package)
    if package.confirmed_at is not None:
        return CorrectionForm(data, lookup=lookup, package=package, initial=initial)
    return PackageForm(
        data, lookup=lookup, pieces=_pieces_for(package), kept=package, initial=initial
    )


def _pieces_for(package: Package) -> dict[OrderLine, int]:
    """What may be in a package that is packed: what it holds, and what is left."""
    held: dict[int, int] = {row.line_id: row.quantity for row in package.lines.all()}
    most = {line: remaining(line) + held.get(line.pk, 0) for line in package.order.lines.all()}
    return {line: number for line, number in most.items() if number}


def _edit(request: HttpRequest, package: Package, form: Any) -> bool:
    by, cleaned = signed_in(request), form.cleaned_data
    with adding_refusals(form):
        if isinstance(form, CorrectionForm):
            package_changes.correct(
                package,
                tracking_number=cleaned["tracking_number"],
                service=cleaned["service"],
                carrier="" if package.service_id else package.carrier,
                by=by,
            )
        else:
            package_changes.change(package, form.new_package, by=by)
        messages.success(request, "Order Shipping updated.")
        return True
    return False
