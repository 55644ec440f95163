"""Create RMA, and the page of one RMA."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.numbers import whole_numbers
from core.people import signed_in
from core.refusals import Refused, adding_refusals, telling_refusals
from orders.models import Reason, ReasonKind, Resolution, Rma
from orders.once import acting_once
from orders.opening import open_order, open_rma
from orders.returns import replacements, rmas
from orders.returns.forms import ReceiptForm, ResolutionForm, RmaForm, RmaStatusForm
from orders.returns.mail import why_not_mail
from settings.access import rights_of
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_rma(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Create RMA."""
    order = open_order(request, order_id, Right.EDIT)
    data = request.POST.dict() if request.method == "POST" else None
    reasons = Reason.offered(order.company_id, ReasonKind.RMA)
    form = RmaForm(data, rmas.returnable(order), reasons)
    if data is not None and form.is_valid():
        description = form.cleaned_data["description"].strip()
        with adding_refusals(form), acting_once(request):
            rma = rmas.create(order, form.returned, description, by=signed_in(request))
            messages.success(request, f"{rma} was created. It can be e-mailed to the customer.")
            return redirect("rma_detail", rma_id=rma.pk)
    context = {"order": order, "form": form, "why_not": rmas.why_not_return(order)}
    return render(request, "orders/returns/order_rma.html", context)


@require_safe
def rma_detail(request: HttpRequest, rma_id: int) -> HttpResponse:
    """One RMA: its items, what came in, what the customer gets."""
    rma = open_rma(request, rma_id, Right.VIEW)
    rows = list(rma.lines.select_related("line").prefetch_related("receipts__by"))
    rights = rights_of(request.user, rma.order.company)
    why_not = rmas.why_not_work_on(rma)
    may_work = Right.EDIT in rights and not why_not
    to_pay = not why_not and any(
        row.resolution == Resolution.REFUND and row.refunded_quantity < row.quantity for row in rows
    )
    context = {
        "rma": rma,
        "order": rma.order,
        "rows": rows,
        "receipt_form": ReceiptForm(None, rows),
        "resolution_form": ResolutionForm(),
        "status_form": RmaStatusForm(instance=rma),
        "may_here": rights,
        "to_pay": to_pay,
        "why_not": why_not,
        "may_resolve": may_work and any(not row.has_final_resolution for row in rows),
        "may_receive": may_work and any(row.received_quantity < row.quantity for row in rows),
        "to_replace": may_work and any(map(replacements.pieces, rows)),
        "why_not_send_slip": rmas.why_not_send_slip(rma),
        "why_not_mail": why_not_mail(rma),
    }
    return render(request, "orders/returns/rma_detail.html", context)


@require_POST
def rma_receipt(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Write down what came in."""
    rma = open_rma(request, rma_id, Right.EDIT)
    form = ReceiptForm(request.POST.dict(), list(rma.lines.select_related("line")))
    with telling_refusals(request), acting_once(request):
        if not form.is_valid():
            raise Refused(form.first_problem)
        current = rmas.receive(rma, form.received, by=signed_in(request))
        messages.success(request, f"{current} is {current.get_received_display()} now.")
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_resolution(request: HttpRequest, rma_id: int) -> HttpResponse:
    """*Set Resolution* of the ticked items."""
    rma = open_rma(request, rma_id, Right.EDIT)
    form = ResolutionForm(request.POST)
    if form.is_valid():
        with telling_refusals(request):
            rows = rmas.resolve(
                rma,
                whole_numbers(request.POST.getlist("item")),
                Resolution(form.cleaned_data["resolution"]),
                comment=form.cleaned_data["comment"],
                sku=form.cleaned_data["exchange_sku"],
                by=signed_in(request),
            )
            words = "The resolution was set" if len(rows) == 1 else f"{len(rows)} were set"
            messages.success(request, f"{words}.")
    else:
        messages.error(request, "Choose a Resolution from the list.")
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_statuses(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Change RMA Status and RMA Approval Status."""
    rma = open_rma(request, rma_id, Right.EDIT)
    form = RmaStatusForm(request.POST, instance=Rma(pk=rma.pk, order=rma.order))
    if form.is_valid():
        with telling_refusals(request):
            rmas.set_statuses(rma, *form.chosen, by=signed_in(request))
            messages.success(request, "The RMA was saved.")
    else:
        messages.error(request, "Choose statuses from the lists.")
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_replacement(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Make the order that replaces what is to be replaced."""
    rma = open_rma(request, rma_id, Right.EDIT)
    with telling_refusals(request), acting_once(request):
        made = replacements.create_replacement(rma, by=signed_in(request))
        messages.success(request, f"Order {made.pk} was made, with full discount.")
        return redirect("order_detail", order_id=made.pk)
    return redirect("rma_detail", rma_id=rma.pk)
