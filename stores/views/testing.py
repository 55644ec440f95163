"""Actions > Test Settings: start the test, and read what it found."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from jobs.models import Job
from jobs.queue import submit
from settings.access import company_or_404
from settings.rights import Right
from stores.job_kinds import TEST_SETTINGS


@require_POST
def connection_test_start(request: HttpRequest, company_id: int) -> HttpResponse:
    """Queue a test of the company's connection and go to its page."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    if not company.connection.is_complete:
        messages.error(
            request,
            "There is nothing to test yet. Enter Store Type and Store Plugin under Website > "
            "General, and Website URL, Username and API Password here.",
        )
        return redirect("cart_general", company_id=company.pk)
    submit(TEST_SETTINGS, company, by=signed_in(request))
    return redirect("connection_test", company_id=company.pk)


@require_safe
def connection_test(request: HttpRequest, company_id: int) -> HttpResponse:
    """The company's latest test: per item what works, and what to do where it does not."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    job = Job.objects.filter(company=company, kind=TEST_SETTINGS.name).first()
    context = {
        "company": company,
        "job": job,
        "findings": job.result.get("findings", []) if job else [],
    }
    return render_page_or_part(
        request, "stores/connection_test.html", "stores/_connection_findings.html", context
    )
