"""Orders > Order Action Request: refunds above somebody's limit, to process or reject."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.people import signed_in
from core.refusals import telling_refusals
from orders.models import OrderActionRequest, OrderLine, RequestState
from orders.once import acting_once
from orders.refunds.action_requests import process, reject, why_not_decide, why_not_process
from orders.refunds.forms import RejectionForm
from orders.refunds.refund_request import RefundRequest
from settings.access import require, require_somewhere
from settings.models import Company
from settings.rights import Right

REQUESTS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with what it asks for, and why the reader may not process or reject it."""

    request: OrderActionRequest
    refund: RefundRequest
    items: list[str]
    why_not_process: str
    why_not_reject: str


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests of the person's companies; `state` narrows them, pending ones at first."""
    require_somewhere(request.user, Right.REFUND)
    state = request.GET.get("state", RequestState.PENDING)
    if state and state not in RequestState.values:
        raise Http404("There is no such state.")
    companies = Company.objects.where_may(request.user, Right.REFUND)
    asked = OrderActionRequest.objects.filter(order__company__in=companies)
    asked = asked.select_related("order__company", "requested_by", "decided_by")
    asked = asked.filter(state=state) if state else asked
    page = Paginator(asked, REQUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _rows(request, list(page)),
        "state": state,
        "states": RequestState.choices,
    }
    return render(request, "orders/refunds/request_list.html", context)


@require_POST
def request_processing(request: HttpRequest, request_id: int) -> HttpResponse:
    """Make the refund that was asked for."""
    asked = _open(request, request_id)
    with telling_refusals(request, f"Request {asked.pk} was not processed."), acting_once(request):
        made = process(asked, by=signed_in(request))
        messages.success(
            request, f"{made.total} {asked.order.currency} of order {asked.order_id} refunded."
        )
    return redirect("request_list")


@require_http_methods(["GET", "HEAD", "POST"])
def request_rejection(request: HttpRequest, request_id: int) -> HttpResponse:
    """Ask for the reason, then reject the request."""
    asked = _open(request, request_id)
    form = RejectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with telling_refusals(request, f"Request {asked.pk} was not rejected."):
            reject(asked, form.cleaned_data["reason"].strip(), by=signed_in(request))
            messages.success(request, f"Request {asked.pk} is Rejected now.")
        return redirect("request_list")
    context = {
        "asked": asked,
        "order": asked.order,
        "form": form,
        "why_not": why_not_decide(asked, signed_in(request)),
    }
    return render(request, "orders/refunds/request_rejection.html", context)


def _open(request: HttpRequest, request_id: int) -> OrderActionRequest:
    visible = OrderActionRequest.objects.visible_to(request.user)
    asked = get_object_or_404(
        visible.select_related("order__company", "requested_by"), pk=request_id
    )
    require(request.user, asked.order.company, Right.REFUND)
    return asked


def _rows(request: HttpRequest, page: list[OrderActionRequest]) -> list[RequestRow]:
    person = signed_in(request)
    wanted = {asked.pk: RefundRequest.of_json(asked.wanted) for asked in page}
    line_ids = {line_id for one in wanted.values() for line_id in one.pieces}
    names = dict(OrderLine.objects.filter(pk__in=line_ids).values_list("pk", "name"))
    return [
        RequestRow(
            request=asked,
            refund=wanted[asked.pk],
            items=[
                f"{piece.quantity} × {names.get(line_id, 'an item that is gone')}"
                for line_id, piece in wanted[asked.pk].pieces.items()
            ],
            why_not_process=why_not_process(asked, person),
            why_not_reject=why_not_decide(asked, person),
        )
        for asked in page
    ]
