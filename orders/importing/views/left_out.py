"""Orders left out, and *Why is it not here?*"""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.htmx import render_page_or_part
from core.numbers import whole_number
from core.people import signed_in
from jobs.models import Job
from orders.connected import has_connection
from orders.importing.forms import is_order_number
from orders.importing.import_scope import ImportScope
from orders.importing.schedule import ask_store, start_import
from orders.job_kinds import ASK_STORE
from orders.models import LeftOutOrder, LeftOutReason, Order
from settings.access import company_or_404, require, require_somewhere
from settings.models import Company
from settings.rights import Right

ORDERS_PER_PAGE = 50


@require_safe
def left_out_list(request: HttpRequest) -> HttpResponse:
    """Orders that imports saw and did not bring in; `company` and `reason` narrow the list."""
    require_somewhere(request.user, Right.VIEW)
    companies = Company.objects.where_may(request.user, Right.VIEW)
    left_out = LeftOutOrder.objects.filter(company__in=companies).select_related("company")
    company, reason = request.GET.get("company", ""), request.GET.get("reason", "")
    if company_id := whole_number(company):
        left_out = left_out.filter(company=company_id)
    if reason in LeftOutReason.values:
        left_out = left_out.filter(reason=reason)
    context = {
        "page": Paginator(left_out, ORDERS_PER_PAGE).get_page(request.GET.get("page")),
        "companies": companies,
        "company": company,
        "reasons": dict(LeftOutReason.choices),
        "reason": reason,
        "reads_documents": _ids(
            Company.objects.where_may(request.user, Right.SETTINGS).filter(pk__in=companies)
        ),
        "may_retry": _ids(Company.objects.where_may(request.user, Right.IMPORT)),
    }
    return render(request, "orders/importing/left_out_list.html", context)


@require_POST
def left_out_retry(request: HttpRequest, left_out_id: int) -> HttpResponse:
    """*Try again*: fetch the order from the store and take it in."""
    left_out = _left_out_or_404(request, left_out_id, Right.IMPORT)
    scope = ImportScope(numbers=(left_out.store_order_id,))
    submission = start_import(left_out.company, scope, by=signed_in(request))
    if not submission.is_new:
        messages.warning(request, f"Job {submission.job.pk} is importing. Try again afterwards.")
        return redirect("left_out_list")
    return redirect("job_detail", job_id=submission.job.pk)


@require_safe
def left_out_document(request: HttpRequest, left_out_id: int) -> HttpResponse:
    """The raw document of an order that could not be imported."""
    left_out = _left_out_or_404(request, left_out_id, Right.SETTINGS)
    require(request.user, left_out.company, Right.VIEW)
    context = {"left_out": left_out, "document": as_text(left_out.document)}
    return render(request, "orders/importing/left_out_document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def whereabouts(request: HttpRequest) -> HttpResponse:
    """*Why is it not here?* for any order number of a company's store.

    A GET says what we know; a POST asks the store as well. `job` names the question on its way.
    """
    require_somewhere(request.user, Right.VIEW)
    companies = Company.objects.where_may(request.user, Right.VIEW).select_related("connection")
    asked = request.POST if request.method == "POST" else request.GET
    number = asked.get("number", "").strip().lstrip("#")
    context: dict[str, Any] = {"companies": companies, "number": number}
    if not asked.get("company"):
        return render(request, "orders/importing/whereabouts.html", context)
    company_id = asked.get("company", "")
    company = company_or_404(request.user, whole_number(company_id) or 0, Right.VIEW)
    if not is_order_number(number):
        context["error"] = "Enter the number that the order has in the store: digits only."
    elif request.method == "POST":
        return _ask(request, company, number)
    else:
        context |= _known(company, number) | _answer(request, company, number)
    context["company"] = company
    return render_page_or_part(
        request, "orders/importing/whereabouts.html", "orders/importing/_whereabouts.html", context
    )


def as_text(document: dict[str, Any]) -> str:
    """A raw document for reading."""
    return json.dumps(document, indent=2, ensure_ascii=False, default=float)


def _known(company: Company, number: str) -> dict[str, Any]:
    orders = Order.objects.for_company(company).filter(store_order_id=number)
    left_out = LeftOutOrder.objects.filter(company=company, store_order_id=number)
    return {"order": orders.first(), "left_out": left_out.first()}


def _ask(request: HttpRequest, company: Company, number: str) -> HttpResponse:
    here = f"{request.path}?company={company.pk}&number={number}"
    if not has_connection(company):
        messages.error(request, "The website's connection is not complete: nobody can be asked.")
        return redirect(here)
    job = ask_store(company, number, by=signed_in(request)).job
    if ImportScope.of(job.parameters).numbers != (number,):
        messages.warning(request, "Somebody else is asking the store just now. Ask again.")
        return redirect(here)
    return redirect(f"{here}&job={job.pk}")


def _answer(request: HttpRequest, company: Company, number: str) -> dict[str, Any]:
    job_id = request.GET.get("job", "")
    if not job_id.isdecimal():
        return {}
    job = get_object_or_404(Job, pk=int(job_id), company=company, kind=ASK_STORE.name)
    rows = [row for row in job.result.get("rows", []) if row["number"] == number]
    return {"job": job, "row": rows[0] if rows else None}


def _left_out_or_404(request: HttpRequest, left_out_id: int, right: Right) -> LeftOutOrder:
    mine = LeftOutOrder.objects.filter(company__in=Company.objects.visible_to(request.user))
    left_out = get_object_or_404(mine.select_related("company"), pk=left_out_id)
    require(request.user, left_out.company, right)
    return left_out


def _ids(companies: Any) -> set[int]:
    return set(companies.values_list("pk", flat=True))
