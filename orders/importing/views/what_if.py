"""*What if* on Website > General: what the Options would let in, before they are saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from jobs.models import Job
from orders.connected import has_connection
from orders.importing.intake.admission import AdmissionRules
from orders.importing.schedule import DAYS_BACK, start_what_if
from orders.job_kinds import WHAT_IF
from orders.models import LeftOutReason
from settings.access import company_or_404
from settings.forms.website import WebsiteOptionsForm
from settings.models import Company
from settings.rights import Right


@require_POST
def what_if(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask the store what the Options in the form would let in. Saves nothing."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    form = WebsiteOptionsForm(request.POST, instance=company.website_options)
    if not has_connection(company):
        return _page(
            request, company, error="Save a complete connection first: there is no store to ask."
        )
    if not form.is_valid():
        return _page(request, company, error=" ".join(_sentences(form)))
    rules = AdmissionRules.of(form.instance)
    job = start_what_if(company, rules, by=signed_in(request)).job
    if job.parameters.get("rules") != rules.as_parameters():
        return _page(
            request, company, error="The store is being asked with other Options. Ask again then."
        )
    return _page(request, company, job=job)


@require_safe
def what_if_answer(request: HttpRequest, company_id: int, job_id: int) -> HttpResponse:
    """The answer to such a question, as far as it is known."""
    company = company_or_404(request.user, company_id, Right.SETTINGS)
    job = get_object_or_404(Job, pk=job_id, company=company, kind=WHAT_IF.name)
    return _page(request, company, job=job)


def _page(
    request: HttpRequest,
    company: Company,
    *,
    job: Job | None = None,
    error: str = "",
) -> HttpResponse:
    counts = job.counts if job else {}
    context = {
        "company": company,
        "job": job,
        "error": error,
        "days": DAYS_BACK,
        "comes_in": counts.get("created", 0),
        "stays_out": counts.get("skipped", 0),
        "here": counts.get("unchanged", 0) + counts.get("updated", 0),
        "unreadable": counts.get("failed", 0),
        "reasons": [
            (reason.label.lower(), counts[reason.count_name])
            for reason in LeftOutReason
            if counts.get(reason.count_name)
        ],
        "url": reverse("what_if_answer", args=[company.pk, job.pk]) if job else "",
    }
    return render_page_or_part(
        request, "orders/importing/what_if.html", "orders/importing/_what_if.html", context
    )


def _sentences(form: WebsiteOptionsForm) -> list[str]:
    return [str(sentence) for sentences in form.errors.values() for sentence in sentences]
