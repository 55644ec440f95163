"""Toolbox > Profit & Loss of an order."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.people import signed_in
from orders.costs.actions import recalculate, save_costs
from orders.costs.forms import CostForm
from orders.costs.profit import (
    ProfitFacts,
    is_called_off,
    line_cost,
    pieces_that_cost,
    profit_and_loss,
)
from orders.editing import collecting_changes, edit_context, seen_in
from orders.models import Order, OrderEvent, RefundLine
from orders.opening import open_order
from settings.access import rights_of
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_profit(request: HttpRequest, order_id: int) -> HttpResponse:
    """The statement; `edit=1` unlocks the costs, for those who may edit orders."""
    is_sent = request.method == "POST"
    order = open_order(request, order_id, Right.EDIT if is_sent else Right.VIEW)
    facts = facts_of(order)
    form = CostForm(request.POST if is_sent else None, lines=facts.lines, costs=facts.costs)
    meanwhile: list[OrderEvent] = []
    if is_sent and form.is_valid():
        by, seen = signed_in(request), seen_in(request)
        with collecting_changes(meanwhile):
            is_changed = save_costs(order.pk, form.unit_costs, form.fees, by=by, seen=seen)
            messages.info(request, "The costs were saved." if is_changed else "Nothing changed.")
            return redirect("order_profit", order_id=order.pk)
    may_edit = Right.EDIT in rights_of(request.user, order.company)
    is_off = is_called_off(order)
    context = {
        **edit_context(order, meanwhile),
        "statement": profit_and_loss(facts),
        "lines": [
            (
                line,
                pieces_that_cost(line, is_called_off=is_off),
                line_cost(line, is_called_off=is_off),
            )
            for line in facts.lines
        ],
        "packages": facts.packages,
        "form": form,
        "may_edit": may_edit,
        "is_editing": may_edit and (is_sent or "edit" in request.GET),
    }
    return render(request, "orders/costs/order_profit.html", context)


@require_POST
def cost_recalculation(request: HttpRequest, order_id: int) -> HttpResponse:
    """*ReCalculate Order Cost*."""
    order = open_order(request, order_id, Right.EDIT)
    changed = recalculate(order.pk, by=signed_in(request))
    if changed:
        lines = "1 line has" if changed == 1 else f"{changed} lines have"
        messages.success(request, f"{lines} another Item Cost now.")
    else:
        messages.info(request, "Every line has the Item Cost of its SKU, or one entered by hand.")
    return redirect("order_profit", order_id=order.pk)


def facts_of(order: Order) -> ProfitFacts:
    """Everything that the statement of `order` is made of."""
    return ProfitFacts(
        order=order,
        lines=list(order.lines.all()),
        taxes=list(order.taxes.all()),
        payments=list(order.payments.all()),
        refunds=list(order.refunds.all()),
        refund_lines=list(RefundLine.objects.filter(refund__order=order)),
        packages=list(order.packages.select_related("service__carrier")),
        costs=list(order.costs.all()),
    )
