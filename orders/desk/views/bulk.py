"""Bulk actions of Manage Orders: confirm, start, and what became of each order."""

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.csv_text import harmless
from core.htmx import render_page_or_part
from core.people import signed_in
from jobs import queue
from jobs.models import Job
from orders.desk.bulk.actions import by_key
from orders.desk.bulk.selection import Selection
from orders.desk.bulk.starting import reach_of, start_bulk
from orders.job_kinds import BULK_ORDERS
from orders.models import BulkItemQuerySet, BulkOutcome
from settings.access import require, require_somewhere, rights_of
from settings.rights import Right

ITEMS_PER_PAGE = 100
# 307: the browser sends the same form on to the page that the action is.
TEMPORARY_REDIRECT = 307


@require_http_methods(["GET", "HEAD", "POST"])
def order_bulk(request: HttpRequest) -> HttpResponse:
    """Show what a bulk action would reach and ask what it must know; then start it."""
    require_somewhere(request.user, Right.VIEW)
    if request.method != "POST":
        return redirect("order_list")
    selection = Selection.of(request.POST)
    back = f"{reverse('order_list')}?{selection.query}".rstrip("?")
    action = by_key(request.POST.get("action", ""))
    if action is None:
        messages.error(request, "Choose what to do with the orders.")
        return redirect(back)
    require_somewhere(request.user, action.right)
    by = signed_in(request)
    reach = reach_of(selection, action.right, by)
    if not reach.number:
        messages.error(request, _nothing_to_do(reach.number_forbidden, action.right))
        return redirect(back)
    if action.url_name:
        response = redirect(action.url_name)
        response.status_code = TEMPORARY_REDIRECT
        return response
    is_confirmed = request.POST.get("confirmed") == "1"
    form = action.form(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        job = start_bulk(action, selection, reach.companies, form.cleaned_data, by=by).job
        messages.success(
            request, f"{action.label} has been scheduled for {reach.number:,} orders: job {job.pk}."
        )
        return redirect("bulk_result", job_id=job.pk)
    context = {
        "action": action,
        "selection": selection,
        "reach": reach,
        "form": form,
        "back": back,
    }
    return render(request, "orders/desk/bulk_confirmation.html", context)


@require_safe
def bulk_result(request: HttpRequest, job_id: int) -> HttpResponse:
    """How far a bulk action is, and what became of each order; `outcome` narrows the list."""
    job = _bulk_job(request, job_id)
    items = job.bulk_items.select_related("order")
    outcome = request.GET.get("outcome", "")
    if outcome in BulkOutcome.values:
        items = items.filter(outcome=outcome)
    may_act = all(job.right in rights_of(request.user, company) for company in job.companies)
    query = job.parameters.get("selection", {}).get("query", "")
    context = {
        "job": job,
        "page": Paginator(items, ITEMS_PER_PAGE).get_page(request.GET.get("page")),
        "outcome": outcome,
        "outcomes": BulkOutcome.choices,
        "number_done": job.counts.get("done", 0),
        "number_refused": job.counts.get("failed", 0),
        "can_cancel": may_act and not queue.why_not_cancel(job),
        "can_run_again": may_act
        and not queue.why_not_run_again(job)
        and job.bulk_items.undone().exists(),
        "back": f"{reverse('order_list')}?{query}".rstrip("?"),
    }
    return render_page_or_part(
        request, "orders/desk/bulk_result.html", "orders/desk/_bulk_state.html", context
    )


@require_safe
def bulk_rows(request: HttpRequest, job_id: int) -> StreamingHttpResponse:
    """What became of each order, as CSV."""
    job = _bulk_job(request, job_id)
    response = StreamingHttpResponse(_rows(job.bulk_items.all()), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="job-{job.pk}.csv"'
    return response


class _Line:
    """What `csv` writes its lines to, when they are wanted one by one."""

    def write(self, line: str) -> str:
        return line


def _rows(items: BulkItemQuerySet) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(["Order ID", "Channel Order #", "Outcome", "Sentence"])
    columns = items.values_list("order_id", "order__store_order_id", "outcome", "sentence")
    for order_id, number, outcome, sentence in columns.iterator(chunk_size=2000):
        row = [order_id, number, BulkOutcome(outcome).label, sentence]
        yield writer.writerow([harmless(cell) for cell in row])


def _bulk_job(request: HttpRequest, job_id: int) -> Job:
    """A bulk job whose result the user may read, at each of its companies."""
    jobs = Job.objects.visible_to(request.user).filter(kind=BULK_ORDERS.name)
    job = get_object_or_404(jobs.select_related("company", "submitted_by"), pk=job_id)
    for company in job.companies:
        require(request.user, company, Right.VIEW)
    return job


def _nothing_to_do(number_forbidden: int, right: Right) -> str:
    if number_forbidden:
        return (
            f"You do not have the right “{right.label}” at the companies of these orders. "
            "A Client Admin can give it to you."
        )
    return "Tick the orders first, or choose all orders of the list."
