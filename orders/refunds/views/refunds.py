"""Cancel/Issue Refund, Set Cancelled Internally, and sending a refund to the website later."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.htmx import render_page_or_part
from core.numbers import whole_number
from core.people import signed_in
from core.refusals import adding_refusals, telling_refusals
from orders.models import (
    Order,
    OrderActionRequest,
    Reason,
    ReasonKind,
    Refund,
    Resolution,
    RmaLine,
)
from orders.once import acting_once
from orders.opening import open_order
from orders.refunds import cancellation
from orders.refunds.forms import CancellationForm, RefundForm
from orders.refunds.issue_refund import change_key, is_above_limit, refund_or_request
from orders.refunds.plan import RefundPlan, plan_refund, why_not_refund
from orders.refunds.refund_request import included_tax, why_too_much
from orders.refunds.refundable import Refundable, refundable_of
from orders.refunds.send_to_website import send_to_website
from settings.access import require
from settings.models import WebsiteStatus
from settings.rights import Right
from stores import outbox
from stores.models import OutgoingChange


@require_http_methods(["GET", "HEAD", "POST"])
def order_cancellation(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Set Cancelled Internally."""
    order = open_order(request, order_id, Right.EDIT)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        comments = form.cleaned_data["comments"].strip()
        with telling_refusals(request), acting_once(request):
            cancellation.set_cancelled_internally(order, comments, by=signed_in(request))
            messages.success(
                request, f"Order {order.pk} is Cancelled now. The website was told nothing."
            )
        return redirect("order_detail", order_id=order.pk)
    context = {
        "order": order,
        "form": form,
        "why_not": cancellation.why_not_cancel(order),
        "is_ship_confirmed": cancellation.is_ship_confirmed(order),
    }
    return render(request, "orders/refunds/order_cancellation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def order_refund(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Cancel/Issue Refund; `rma` fills in what a return asks for."""
    order = open_order(request, order_id, Right.REFUND, "company__website_options")
    refundable = refundable_of(order)
    form = _form(request, order, refundable)
    if form.is_bound and form.is_valid() and form.is_sent and _is_seen(request, order, form):
        with adding_refusals(form), acting_once(request):
            made = refund_or_request(order, form.refund_request, by=signed_in(request))
            messages.success(request, _in_words(made, order))
            return redirect("order_detail", order_id=order.pk)
    plan = plan_refund(order, refundable, form.refund_request)
    return render_page_or_part(
        request,
        "orders/refunds/order_refund.html",
        "orders/refunds/_refund_form.html",
        _context(request, order, form, plan),
    )


@require_POST
def refund_sending(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Tell the website of a refund that was not sent, or send again what has not arrived."""
    visible = Order.objects.visible_to(request.user)
    refund = get_object_or_404(
        Refund.objects.filter(order__in=visible).select_related("order__company"), pk=refund_id
    )
    require(request.user, refund.order.company, Right.REFUND)
    change = OutgoingChange.objects.filter(key=change_key(refund)).first()
    with telling_refusals(request):
        if change is None:
            send_to_website(refund, by=signed_in(request))
        else:
            outbox.send_again(change, by=signed_in(request))
        messages.success(request, "The website is to be told of the refund.")
    return redirect("order_detail", order_id=refund.order_id)


def _form(request: HttpRequest, order: Order, refundable: Refundable) -> RefundForm:
    reasons = Reason.offered(order.company_id, ReasonKind.REFUND)
    if request.method == "POST":
        is_sent = request.POST.get("act") == "refund"
        return RefundForm(request.POST.dict(), refundable, reasons, is_sent=is_sent)
    rma_id = whole_number(request.GET.get("rma", ""))
    returned = RmaLine.objects.filter(
        rma=rma_id or 0, rma__order=order, resolution=Resolution.REFUND
    )
    ticked = {row.line_id: row.quantity - row.refunded_quantity for row in returned}
    return RefundForm(
        None,
        refundable,
        reasons,
        ticked={line_id: quantity for line_id, quantity in ticked.items() if quantity > 0},
        keeps_open=order.company.website_options.keep_order_open,
        rma_id=rma_id if ticked else None,
    )


def _is_seen(request: HttpRequest, order: Order, form: RefundForm) -> bool:
    """Whether the person has seen the amount that the fields give; the form says so otherwise."""
    total = form.refund_request.total
    if request.POST.get("seen_total") == str(total):
        return True
    form.add_error(
        None,
        f"With these fields the refund is {total} {order.currency}. "
        "Look at Refund Order Details, and press the button again.",
    )
    return False


def _in_words(made: Refund | OrderActionRequest, order: Order) -> str:
    total = f"{made.total} {order.currency}"
    if isinstance(made, Refund):
        return f"{total} refunded."
    return f"{total} is above your refund limit: the refund waits under Order Action Request."


def _context(
    request: HttpRequest, order: Order, form: RefundForm, plan: RefundPlan
) -> dict[str, Any]:
    wanted = plan.request
    is_news = bool(plan.website_status) and plan.website_status != order.store_status_code
    status = WebsiteStatus.objects.filter(
        connection__company=order.company_id, code=plan.website_status
    ).first()
    return {
        "order": order,
        "form": form,
        "plan": plan,
        "why_not": why_not_refund(order),
        "is_ship_confirmed": cancellation.is_ship_confirmed(order),
        "website_status": status.name if status else plan.website_status,
        "tells_website": is_news and not wanted.is_local_only,
        "pending": order.action_requests.pending().select_related("requested_by").first(),
        "included_tax": included_tax(plan.refundable, wanted),
        "remains": plan.refundable.left - wanted.total,
        "too_much": why_too_much(plan.refundable, wanted),
        "needs_request": is_above_limit(order, wanted.total, signed_in(request)),
        "leaves_items": wanted.quantity < plan.refundable.pieces_left,
    }
