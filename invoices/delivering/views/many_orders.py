"""Many orders at once, chosen on Manage Orders: print and e-mail them by jobs."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.people import signed_in
from invoices.delivering.jobs import parameters
from invoices.document import DocumentKind
from invoices.job_kinds import EMAIL_INVOICES, PRINT_INVOICES, PRINT_PACKING_SLIPS
from jobs.kinds import JobKind
from jobs.queue import JobDetails, submit
from orders.desk.bulk.selection import Selection
from orders.desk.bulk.starting import lane_of
from settings.access import require_somewhere
from settings.models import Company
from settings.rights import Right

# What each entry of the bulk menu prints: the document, and whether as a ZIP.
_PRINTS = {
    "print_invoices": (DocumentKind.INVOICE, False),
    "print_invoices_zip": (DocumentKind.INVOICE, True),
    "print_packing_slips": (DocumentKind.PACKING_SLIP, False),
}


@require_POST
def order_printing(request: HttpRequest) -> HttpResponse:
    """Print Invoice(s) to PDF, or packing slips: a job for each company, in the list's order."""
    require_somewhere(request.user, Right.VIEW)
    kind, as_zip = _PRINTS.get(request.POST.get("action", ""), _PRINTS["print_invoices"])
    by_company = _by_company(request, Right.VIEW)
    told = {company: parameters(ids, kind, as_zip=as_zip) for company, ids in by_company.items()}
    is_slip = kind == DocumentKind.PACKING_SLIP
    return _submit(request, PRINT_PACKING_SLIPS if is_slip else PRINT_INVOICES, told)


@require_POST
def order_emailing(request: HttpRequest) -> HttpResponse:
    """Email Invoices: asked once more, since customers get mail; then a job for each company."""
    require_somewhere(request.user, Right.EDIT)
    by_company = _by_company(request, Right.EDIT)
    if by_company and request.POST.get("confirmed") != "1":
        context = {
            "fields": Selection.of(request.POST).as_fields(),
            "number": sum(len(ids) for ids in by_company.values()),
        }
        return render(request, "invoices/delivering/emailing_confirmation.html", context)
    return _submit(request, EMAIL_INVOICES, {c: {"orders": ids} for c, ids in by_company.items()})


def _by_company(request: HttpRequest, right: Right) -> dict[Company, list[int]]:
    """The chosen orders at whose company the person has `right`, in the order of the list."""
    chosen = Selection.of(request.POST).orders(signed_in(request), right)
    companies = Company.objects.in_bulk()
    by_company: dict[Company, list[int]] = defaultdict(list)
    for pk, company_id in chosen.values_list("pk", "company_id"):
        by_company[companies[company_id]].append(pk)
    return by_company


def _submit(
    request: HttpRequest, kind: JobKind, told: dict[Company, dict[str, Any]]
) -> HttpResponse:
    if not told:
        messages.error(request, "Tick the orders first, or choose all orders of the list.")
        return redirect("order_list")
    by = signed_in(request)
    jobs = [
        submit(
            kind,
            company,
            by=by,
            parameters=batch,
            # A double click is one job; another print stands in line beside it.
            details=JobDetails(lane=lane_of({**batch, "by": by.pk})),
        ).job
        for company, batch in told.items()
    ]
    if len(jobs) == 1:
        return redirect("job_detail", job_id=jobs[0].pk)
    messages.success(request, f"{len(jobs)} jobs were started, one for each company.")
    return redirect("job_list")
