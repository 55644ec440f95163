"""Cancel/Issue Refund, Set Cancelled Internally, and sending a refund to the website later."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.htmx import render_page_or_part
from core.people import signed_in
from core.refusals import Refused, telling_refusals
from orders.models import Order, Reason, ReasonKind, Refund, Resolution, RmaLine
from orders.opening import open_order
from orders.refunds import cancellation, refunds
from orders.refunds.calculation.standing import Standing, standing_of
from orders.refunds.calculation.wanted import excess, included_tax
from orders.refunds.forms import CancellationForm, RefundForm
from orders.refunds.requests import ask, is_above_limit
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
        with telling_refusals(request):
            cancellation.set_cancelled_internally(order, comments, by=signed_in(request))
            messages.success(
                request, f"Order {order.pk} is Cancelled now. The website was told nothing."
            )
        return redirect("order_detail", order_id=order.pk)
    context = {
        "order": order,
        "form": form,
        "obstacle": cancellation.obstacle(order),
        "is_ship_confirmed": cancellation.is_ship_confirmed(order),
    }
    return render(request, "orders/refunds/order_cancellation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def order_refund(request: HttpRequest, order_id: int) -> HttpResponse:
    """Actions > Cancel/Issue Refund; `rma` fills in what a return asks for."""
    order = open_order(request, order_id, Right.REFUND, "company__website_options")
    standing = standing_of(order)
    form = _form(request, order, standing)
    problem = ""
    if request.POST.get("act") == "refund":
        problem = _problem(request, order, form)
        if not problem and form.is_valid():
            problem = _do(request, order, form)
            if not problem:
                return redirect("order_detail", order_id=order.pk)
    context = _context(request, order, form) | {
        "problem": problem or excess(standing, form.wanted),
        "was_sent": request.POST.get("act") == "refund",
    }
    return render_page_or_part(
        request, "orders/refunds/order_refund.html", "orders/refunds/_refund_form.html", context
    )


@require_POST
def refund_sending(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Tell the website of a refund that was not sent, or send again what has not arrived."""
    visible = Order.objects.visible_to(request.user)
    refund = get_object_or_404(
        Refund.objects.filter(order__in=visible).select_related("order__company"), pk=refund_id
    )
    require(request.user, refund.order.company, Right.REFUND)
    change = OutgoingChange.objects.filter(key=refunds.change_key(refund)).first()
    with telling_refusals(request):
        if change is None:
            refunds.send_to_website(refund, by=signed_in(request))
        else:
            outbox.send_again(change, by=signed_in(request))
        messages.success(request, "The website is to be told of the refund.")
    return redirect("order_detail", order_id=refund.order_id)


def _form(request: HttpRequest, order: Order, standing: Standing) -> RefundForm:
    reasons = Reason.offered(order.company_id, ReasonKind.REFUND)
    if request.method == "POST":
        return RefundForm(request.POST.dict(), standing, reasons)
    rma_id = request.GET.get("rma", "")
    returned = RmaLine.objects.filter(
        rma=int(rma_id) if rma_id.isdecimal() and len(rma_id) < 10 else 0,
        rma__order=order,
        resolution=Resolution.REFUND,
    )
    ticked = {row.line_id: row.quantity - row.refunded_quantity for row in returned}
    return RefundForm(
        None,
        standing,
        reasons,
        ticked={line_id: quantity for line_id, quantity in ticked.items() if quantity > 0},
        keeps_open=order.company.website_options.keep_order_open,
        rma_id=int(rma_id) if ticked else None,
    )


def _problem(request: HttpRequest, order: Order, form: RefundForm) -> str:
    """What stands against the refund that was sent; field problems stand beside the fields."""
    if not form.is_valid():
        return form.problems.get("reason", "Look at the marked fields.")
    if request.POST.get("seen_total") != str(form.wanted.total):
        return (
            f"With these fields the refund is {form.wanted.total} {order.currency}. "
            "Look at Refund Order Details, and press the button again."
        )
    return refunds.why_not(order, form.standing, form.wanted)


def _do(request: HttpRequest, order: Order, form: RefundForm) -> str:
    """Refund, or ask for it above the person's limit; gives what went wrong as a sentence."""
    person = signed_in(request)
    total = f"{form.wanted.total} {order.currency}"
    try:
        if is_above_limit(order, form.wanted.total, person):
            ask(order, form.wanted, by=person)
            messages.success(
                request,
                f"{total} is above your refund limit: the refund waits under Order Action Request.",
            )
        else:
            refunds.refund(order, form.wanted, by=person)
            messages.success(request, f"{total} refunded.")
    except Refused as reason:
        return str(reason)
    return ""


def _context(request: HttpRequest, order: Order, form: RefundForm) -> dict[str, Any]:
    wanted, standing = form.wanted, form.standing
    after = refunds.outlook(order, standing, wanted)
    is_news = bool(after.website_status) and after.website_status != order.store_status_code
    status = WebsiteStatus.objects.filter(
        connection__company=order.company_id, code=after.website_status
    ).first()
    return {
        "order": order,
        "form": form,
        "obstacle": refunds.obstacle(order),
        "is_ship_confirmed": cancellation.is_ship_confirmed(order),
        "after": after,
        "order_status": after.order_status.label,
        "payment_status": after.payment_status.label,
        "website_status": status.name if status else after.website_status,
        "tells_website": is_news and not wanted.is_local_only,
        "pending": order.action_requests.pending().select_related("requested_by").first(),
        "included_tax": included_tax(standing, wanted),
        "remains": standing.left - wanted.total,
        "needs_request": is_above_limit(order, wanted.total, signed_in(request)),
        "leaves_items": sum(piece.quantity for piece in wanted.pieces.values())
        < standing.pieces_left,
    }
