"""Actions > Reconcile Orders: compare with the store, and mend what differs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from jobs.models import Job
from orders.connected import has_connection, to_connection
from orders.importing.forms import MOST_NUMBERS, PeriodForm
from orders.importing.import_scope import ImportScope
from orders.importing.schedule import last_days, start_reconciliation
from orders.importing.views.imports import rows_context
from orders.job_kinds import RECONCILE_ORDERS
from orders.models import Order, ReconcileOutcome
from settings.access import company_or_404, require, rights_of
from settings.rights import Right

MENDABLE = (ReconcileOutcome.MISSING_HERE, ReconcileOutcome.DIFFERENT)


@require_http_methods(["GET", "HEAD", "POST"])
def reconciliation(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask which days to compare; start the comparison and go to its page."""
    company = company_or_404(request.user, company_id, Right.IMPORT)
    if not has_connection(company):
        return to_connection(request, company)
    first, last = last_days(company).days or (None, None)
    is_sent = request.method == "POST"
    form = PeriodForm(
        request.POST if is_sent else None, initial={"first_day": first, "last_day": last}
    )
    if is_sent and form.is_valid():
        submission = start_reconciliation(company, form.scope, by=signed_in(request))
        return redirect("reconciliation_result", job_id=submission.job.pk)
    jobs = Job.objects.filter(company=company, kind=RECONCILE_ORDERS.name)
    context = {"company": company, "form": form, "jobs": jobs[:10]}
    return render(request, "orders/importing/reconciliation.html", context)


@require_safe
def reconciliation_result(request: HttpRequest, job_id: int) -> HttpResponse:
    """What a comparison found, with a button for each order; `outcome` narrows the list."""
    jobs = Job.objects.visible_to(request.user).filter(kind=RECONCILE_ORDERS.name)
    job = get_object_or_404(jobs.select_related("company"), pk=job_id)
    require(request.user, job.company, Right.VIEW)
    outcome = request.GET.get("outcome", "")
    rows = job.result.get("rows", [])
    mendable = [row["number"] for row in rows if row["outcome"] in MENDABLE]
    shown = rows_context(request, job, ReconcileOutcome, outcome)
    here = Order.objects.for_company(job.company).filter(
        store_order_id__in=[row["number"] for row in shown["page"]]
    )
    context = {
        "job": job,
        "company": job.company,
        "scope": ImportScope.of(job.parameters),
        "may_import": Right.IMPORT in rights_of(request.user, job.company),
        "mendable": mendable[:MOST_NUMBERS],
        "here": dict(here.values_list("store_order_id", "pk")),
        "outcome": outcome,
        **shown,
    }
    return render_page_or_part(
        request,
        "orders/importing/reconciliation_result.html",
        "orders/importing/_reconciliation_result.html",
        context,
    )
