"""Create RMA, Manage RMAs, and the page of one RMA."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.people import signed_in
from orders.actions import replacements, rmas
from orders.actions.refused import Refused
from orders.actions.rma_mail import obstacle as mail_obstacle
from orders.models import (
    Condition,
    Reason,
    ReasonKind,
    Received,
    Resolution,
    Rma,
    RmaApproval,
    RmaLine,
    RmaStatus,
)
from orders.rma_forms import ResolutionForm, RmaForm, RmaStatusForm, arrivals_of
from orders.views.opening import open_order, open_rma
from settings.access import require, require_somewhere, rights_of
from settings.models import Company
from settings.rights import Right

RMAS_PER_PAGE = 50
_FILTERS = {
    "status": ("RMA Status", RmaStatus),
    "approval": ("RMA Approval Status", RmaApproval),
    "received": ("Received Status", Received),
}


@require_http_methods(["GET", "HEAD", "POST"])
def order_rma(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Create RMA."""
    order = open_order(request, order_id, Right.EDIT)
    data = request.POST.dict() if request.method == "POST" else None
    reasons = Reason.offered(order, ReasonKind.RMA)
    form = RmaForm(data, rmas.returnable(order), reasons)
    problem = ""
    if data is not None and form.is_valid():
        try:
            rma = rmas.create(order, form.returned, form.description, by=signed_in(request))
        except Refused as reason:
            problem = str(reason)
        else:
            messages.success(request, f"{rma} was created. It can be e-mailed to the customer.")
            return redirect("rma_detail", rma_id=rma.pk)
    context = {"order": order, "form": form, "problem": problem, "obstacle": rmas.obstacle(order)}
    return render(request, "orders/order_rma.html", context)


@require_safe
def rma_list(request: HttpRequest) -> HttpResponse:
    """Orders > Manage RMAs; numbers and the three statuses narrow the list."""
    require_somewhere(request.user, Right.VIEW)
    companies = Company.objects.where_may(request.user, Right.VIEW)
    found = Rma.objects.filter(order__company__in=companies).select_related("order__company", "by")
    number = request.GET.get("number", "").strip()
    if number:
        found = found.filter(pk=int(number) if number.isdecimal() and len(number) < 10 else 0)
    chosen = {}
    for name, (_label, choices) in _FILTERS.items():
        value = request.GET.get(name, "")
        if value in choices.values:
            chosen[name] = value
    page = Paginator(found.filter(**chosen).prefetch_related("lines__line"), RMAS_PER_PAGE)
    context = {
        "page": page.get_page(request.GET.get("page")),
        "number": number,
        "filters": [
            (name, label, choices.choices, chosen.get(name, ""))
            for name, (label, choices) in _FILTERS.items()
        ],
    }
    return render(request, "orders/rma_list.html", context)


@require_safe
def rma_detail(request: HttpRequest, rma_id: int) -> HttpResponse:
    """One RMA: its items, what came in, what the customer gets."""
    rma = open_rma(request, rma_id, Right.VIEW)
    rows = list(rma.lines.select_related("line", "replacement").prefetch_related("receipts__by"))
    to_pay = any(
        row.resolution == Resolution.REFUND and row.refunded_quantity < row.quantity for row in rows
    )
    context = {
        "rma": rma,
        "order": rma.order,
        "rows": rows,
        "conditions": Condition.choices,
        "resolutions": Resolution.choices,
        "status_form": RmaStatusForm(instance=rma),
        "may_here": rights_of(request.user, rma.order.company),
        "to_pay": to_pay,
        "to_replace": any(map(replacements.pieces, rows)),
        "slip_obstacle": rmas.slip_obstacle(rma),
        "mail_obstacle": mail_obstacle(rma),
        "is_expecting": any(row.received_quantity < row.quantity for row in rows),
    }
    return render(request, "orders/rma_detail.html", context)


@require_POST
def rma_receipt(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Write down what came in."""
    rma = open_rma(request, rma_id, Right.EDIT)
    try:
        arrivals = arrivals_of(request.POST.dict(), list(rma.lines.select_related("line")))
        current = rmas.receive(rma, arrivals, by=signed_in(request))
    except (Refused, ValueError) as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, f"{current} is {current.get_received_display()} now.")
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_resolution(request: HttpRequest, row_id: int) -> HttpResponse:
    """*Set Resolution* of one item."""
    visible = Rma.objects.visible_to(request.user)
    rows = RmaLine.objects.filter(rma__in=visible).select_related("rma__order__company")
    row = get_object_or_404(rows, pk=row_id)
    require(request.user, row.rma.order.company, Right.EDIT)
    form = ResolutionForm(request.POST)
    if form.is_valid():
        try:
            rmas.resolve(
                row,
                Resolution(form.cleaned_data["resolution"]),
                comment=form.cleaned_data["comment"],
                sku=form.cleaned_data["exchange_sku"],
                by=signed_in(request),
            )
        except Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "The resolution was set.")
    else:
        messages.error(request, "Choose a Resolution from the list.")
    return redirect("rma_detail", rma_id=row.rma_id)


@require_POST
def rma_statuses(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Change RMA Status and RMA Approval Status."""
    rma = open_rma(request, rma_id, Right.EDIT)
    form = RmaStatusForm(request.POST, instance=Rma(pk=rma.pk, order=rma.order))
    if form.is_valid():
        try:
            rmas.set_statuses(rma, *form.chosen, by=signed_in(request))
        except Refused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "The RMA was saved.")
    else:
        messages.error(request, "Choose statuses from the lists.")
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_replacement(request: HttpRequest, rma_id: int) -> HttpResponse:
    """Make the order that replaces what is to be replaced."""
    rma = open_rma(request, rma_id, Right.EDIT)
    try:
        made = replacements.create_replacement(rma, by=signed_in(request))
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("rma_detail", rma_id=rma.pk)
    messages.success(request, f"Order {made.pk} was made, with full discount.")
    return redirect("order_detail", order_id=made.pk)
