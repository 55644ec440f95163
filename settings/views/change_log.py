"""Toolbox > Change Log of a company."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from settings.change_log import changes, entries_of_company, fields_of, only_field
from settings.views.opening import open_company

ENTRIES_PER_PAGE = 50


@require_safe
def company_change_log(request: HttpRequest, company_id: int) -> HttpResponse:
    """Who changed what on the company; `field` narrows the log to one field."""
    company = open_company(request, company_id, deactivated_too=True)
    entries = entries_of_company(company)
    fields, field = fields_of(entries), request.GET.get("field", "")
    if field in fields:
        entries = only_field(entries, field)
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "company": company,
        "page": page,
        "changes": list(changes(page, field)),
        "fields": fields,
        "field": field,
    }
    return render(request, "settings/company_change_log.html", context)
