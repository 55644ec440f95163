"""Toolbox > Change Log of a company."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from settings.change_log import entries_of_company, log_context
from settings.views.opening import open_company


@require_safe
def company_change_log(request: HttpRequest, company_id: int) -> HttpResponse:
    """Who changed what on the company; `field` narrows the log to one field."""
    company = open_company(request, company_id, deactivated_too=True)
    entries = entries_of_company(company)
    context = {"company": company, **log_context(entries, request.GET)}
    return render(request, "settings/company_change_log.html", context)
