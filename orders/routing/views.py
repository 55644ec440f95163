"""What the orders know about shipping methods: preview, apply, read from the store, by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.htmx import render_page_or_part
from core.people import signed_in
from core.refusals import telling_refusals
from jobs.queue import submit
from orders.connected import has_connection, to_connection
from orders.editing import collecting_changes, edit_context, seen_in
from orders.job_kinds import APPLY_MAPPING, READ_METHODS
from orders.models import OrderEvent
from orders.opening import open_order
from orders.routing.choose_by_hand import choose_by_hand, why_not_choose_service
from orders.routing.forms import ServicesForm
from orders.routing.mapping_effect import effects_of_mapping
from settings.access import company_or_404
from settings.rights import Right
from shipping.forms import MappingForm
from shipping.lookup import ServiceLookup
from shipping.mapping_if_saved import mapping_if_saved
from shipping.models import MethodMapping


@require_POST
def mapping_preview(request: HttpRequest, company_id: int) -> HttpResponse:
    """How many unshipped orders the mapping in the form would touch. Saves nothing."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    saved = list(MethodMapping.objects.of(company))
    form = MappingForm.of_request(request.POST, saved, ServiceLookup.of_catalogue())
    checked = form.check()
    problems = len(checked.problems) + len(form.default_problems)
    effects = []
    if not problems:
        effects = effects_of_mapping(company, mapping_if_saved(saved, checked, form.chosen))
    context = {
        "company": company,
        "problems": problems,
        "effects": effects,
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name != "csrfmiddlewaretoken"
        ],
        "touched": sum(effect.orders for effect in effects),
    }
    return render_page_or_part(
        request,
        "orders/routing/mapping_preview.html",
        "orders/routing/_mapping_preview.html",
        context,
    )


@require_POST
def mapping_application(request: HttpRequest, company_id: int) -> HttpResponse:
    """*Apply to unshipped orders*: start the job and go to its page."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    submission = submit(APPLY_MAPPING, company, by=signed_in(request))
    return redirect("job_detail", job_id=submission.job.pk)


@require_POST
def method_reading(request: HttpRequest, company_id: int) -> HttpResponse:
    """Read the store's own list of methods: start the job and go to its page."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    if not has_connection(company):
        return to_connection(request, company)
    submission = submit(READ_METHODS, company, by=signed_in(request))
    return redirect("job_detail", job_id=submission.job.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def order_shipping_method(request: HttpRequest, order_id: int) -> HttpResponse:
    """Choose the service of each shipping group of an order by hand."""
    order = open_order(request, order_id, Right.EDIT)
    lookup = ServiceLookup.of_catalogue()
    groups = list(order.shipping_groups.select_related("service__carrier"))
    form = ServicesForm(request.POST if request.method == "POST" else None, groups, lookup)
    meanwhile: list[OrderEvent] = []
    if request.method == "POST" and form.is_valid():
        with collecting_changes(meanwhile), telling_refusals(request):
            choose_by_hand(order, form.chosen, by=signed_in(request), seen=seen_in(request))
            messages.success(request, "The shipping method was saved.")
        if not meanwhile:
            return redirect("order_detail", order_id=order.pk)
    context = {
        **edit_context(order, meanwhile),
        "form": form,
        "services": lookup.choosable,
        "why_not": why_not_choose_service(order),
    }
    return render(request, "orders/routing/order_shipping_method.html", context)
