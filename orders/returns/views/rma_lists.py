"""Orders > Manage RMAs: the list, and changing the statuses of several."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.numbers import whole_numbers
from core.people import signed_in
from core.refusals import telling_refusals
from orders.models import Rma, RmaApproval, RmaStatus
from orders.returns import rmas
from orders.returns.filters import RmaFilters
from orders.returns.forms import RmaBulkForm
from settings.access import require_somewhere
from settings.models import Company
from settings.rights import Right

RMAS_PER_PAGE = 50


@require_safe
def rma_list(request: HttpRequest) -> HttpResponse:
    """The RMAs of the person's companies, newest first; see `orders.returns.filters`."""
    require_somewhere(request.user, Right.VIEW)
    companies = list(Company.objects.where_may(request.user, Right.VIEW))
    filters = RmaFilters(request.GET.dict(), companies)
    found = filters.apply(Rma.objects.filter(order__company__in=companies))
    found = found.select_related("order__company").prefetch_related("lines__line")
    context = {
        "page": Paginator(found, RMAS_PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "may_edit": {company.pk for company in Company.objects.where_may(request.user, Right.EDIT)},
        "bulk_form": RmaBulkForm(),
    }
    return render(request, "orders/returns/rma_list.html", context)


@require_POST
def rma_bulk(request: HttpRequest) -> HttpResponse:
    """Set RMA Status and RMA Approval Status of the ticked RMAs, each on its own."""
    require_somewhere(request.user, Right.EDIT)
    form = RmaBulkForm(request.POST)
    companies = Company.objects.where_may(request.user, Right.EDIT)
    ids = whole_numbers(request.POST.getlist("rma"))
    chosen = Rma.objects.filter(pk__in=ids, order__company__in=companies).order_by("pk")
    if not form.is_valid() or not form.says_something:
        messages.error(request, "Choose the RMA Status or the RMA Approval Status to set.")
    elif not chosen:
        messages.error(request, "Check the box to the left of the RMAs to change.")
    else:
        _set(request, list(chosen), *form.chosen)
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return redirect(f"{reverse('rma_list')}?{query}" if query else reverse("rma_list"))


def _set(
    request: HttpRequest, chosen: list[Rma], status: RmaStatus | None, approval: RmaApproval | None
) -> None:
    done = 0
    for rma in chosen:
        with telling_refusals(request, f"{rma}:"):
            rmas.set_statuses(rma, status, approval, by=signed_in(request))
            done += 1
    if done:
        messages.success(request, f"{done} RMA{'' if done == 1 else 's'} saved.")
