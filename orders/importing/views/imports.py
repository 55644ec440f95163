"""Actions > Import Orders, and what a preview found."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.htmx import render_page_or_part
from core.people import signed_in
from jobs.models import Job
from jobs.queue import Submission
from orders.connected import has_connection, to_connection
from orders.importing.forms import ImportForm, as_form_data
from orders.importing.import_scope import ImportScope
from orders.importing.schedule import start_import, start_preview
from orders.job_kinds import PREVIEW_IMPORT
from orders.models import ImportOutcome, ReconcileOutcome
from settings.access import company_or_404, require, rights_of
from settings.rights import Right

ROWS_PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def import_orders(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask what to import; then start the import, or its preview, and go to its page."""
    company = company_or_404(request.user, company_id, Right.IMPORT)
    if not has_connection(company):
        return to_connection(request, company)
    form = ImportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_preview = request.POST.get("act") == "preview"
        start = start_preview if is_preview else start_import
        submission = start(company, form.scope, by=signed_in(request))
        if _is_what_was_asked(submission, form.scope):
            page = "import_preview" if is_preview else "job_detail"
            return redirect(page, job_id=submission.job.pk)
        form.add_error(
            None,
            f"Job {submission.job.pk} is at work for {company} with something else. "
            "Start yours when it has ended; what you entered stays here until then.",
        )
    return render(
        request, "orders/importing/import_orders.html", {"company": company, "form": form}
    )


@require_safe
def import_preview(request: HttpRequest, job_id: int) -> HttpResponse:
    """What an import would do, order by order; `outcome` narrows the list."""
    jobs = Job.objects.visible_to(request.user).filter(kind=PREVIEW_IMPORT.name)
    job = get_object_or_404(jobs.select_related("company"), pk=job_id)
    require(request.user, job.company, Right.VIEW)
    scope = ImportScope.of(job.parameters)
    outcome = request.GET.get("outcome", "")
    context = {
        "job": job,
        "company": job.company,
        "scope": scope,
        "again": as_form_data(scope),
        "may_import": Right.IMPORT in rights_of(request.user, job.company),
        "outcome": outcome,
        **rows_context(request, job, ImportOutcome, outcome),
    }
    return render_page_or_part(
        request,
        "orders/importing/import_preview.html",
        "orders/importing/_import_preview.html",
        context,
    )


def rows_context(
    request: HttpRequest,
    job: Job,
    outcomes: type[ImportOutcome] | type[ReconcileOutcome],
    outcome: str,
) -> dict[str, Any]:
    """A page of the rows of a job's result, and how many there are of each of `outcomes`."""
    labels = {str(value): label for value, label in outcomes.choices}
    rows: Sequence[dict[str, Any]] = job.result.get("rows", [])
    if outcome and outcome not in labels:
        raise Http404("There is no such outcome.")
    numbers = {name: sum(row["outcome"] == name for row in rows) for name in labels}
    shown = [row for row in rows if not outcome or row["outcome"] == outcome]
    return {
        "page": Paginator(shown, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "outcomes": [(name, labels[name], number) for name, number in numbers.items() if number],
        "labels": labels,
        "left_over": job.result.get("left_over", 0),
    }


def _is_what_was_asked(submission: Submission, scope: ImportScope) -> bool:
    # A double click finds its own first job and goes there.
    return submission.is_new or ImportScope.of(submission.job.parameters) == scope
