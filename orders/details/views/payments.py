"""Receiving a manual payment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.people import signed_in
from core.refusals import adding_refusals
from orders.details.actions.payments import receive_payment, why_not_receive_payment
from orders.details.forms.payments import PaymentForm
from orders.editing import collecting_changes, edit_context, seen_in
from orders.models import OrderEvent
from orders.once import acting_once
from orders.opening import open_order
from orders.state.balances import order_balance
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_payment(request: HttpRequest, order_id: int) -> HttpResponse:
    """*Receive Manual Payment*: ask for it, write it down."""
    order = open_order(request, order_id, Right.EDIT)
    balance = order_balance(order)
    data = request.POST if request.method == "POST" else None
    form = PaymentForm(data, order=order, due=balance.remaining_dues)
    meanwhile: list[OrderEvent] = []
    if data is not None and form.is_valid():
        by, seen = signed_in(request), seen_in(request)
        with collecting_changes(meanwhile), adding_refusals(form, "amount"), acting_once(request):
            payment = receive_payment(order, form.received, by=by, seen=seen)
            messages.success(request, f"Received {payment.amount} {order.currency}.")
            return redirect(f"{reverse('order_detail', args=[order.pk])}#payments")
    context = {
        **edit_context(order, meanwhile),
        "title": "Receive Manual Payment",
        "form": form,
        "save": "Receive Payment",
        "why_not": why_not_receive_payment(order),
    }
    return render(request, "orders/details/order_edit.html", context)
