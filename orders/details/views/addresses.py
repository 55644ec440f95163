"""Editing the shipping address of an order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.people import signed_in
from core.refusals import adding_refusals
from orders.details.actions.shipping_address import change_address, why_not_change_address
from orders.details.forms.addresses import AddressForm
from orders.editing import collecting_changes, edit_context, seen_in
from orders.models import AddressKind, OrderAddress, OrderEvent
from orders.opening import open_order
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_address(request: HttpRequest, order_id: int) -> HttpResponse:
    """*Edit Shipping Address*, with the reason; `revert` goes back to what the store says."""
    order = open_order(request, order_id, Right.EDIT)
    kept = order.addresses.filter(kind=AddressKind.SHIPPING).first()
    data = request.POST if request.method == "POST" else None
    form = AddressForm(data, instance=kept or OrderAddress())
    meanwhile: list[OrderEvent] = []
    reverts = data is not None and "revert" in data
    if data is not None and form.is_valid():
        columns, reason = None if reverts else form.columns, form.cleaned_data["reason"]
        by, seen = signed_in(request), seen_in(request)
        with collecting_changes(meanwhile), adding_refusals(form):
            change_address(order, columns, reason, by=by, seen=seen)
            messages.success(request, "Order address changed successfully.")
            return redirect("order_detail", order_id=order.pk)
    theirs = OrderAddress(**kept.told_by_store) if kept is not None and kept.is_ours else None
    context = {
        **edit_context(order, meanwhile),
        "title": "Edit Shipping Address",
        "form": form,
        "why_not": why_not_change_address(order),
        "theirs": theirs if theirs is not None and theirs.text_lines else None,
    }
    return render(request, "orders/details/order_address.html", context)
