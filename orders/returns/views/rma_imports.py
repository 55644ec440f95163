"""Manage RMAs > Import: a file, what it would do line by line, and doing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import csv_download
from core.htmx import render_page_or_part
from core.people import signed_in
from core.tables import UnreadableTable
from jobs.models import Job
from orders.files.forms import CompanyFileForm
from orders.models import RmaImport
from orders.returns.rma_files.deciding import Result
from orders.returns.rma_files.rows import Column
from orders.returns.rma_files.uploads import MOST_LINES, keep_upload, report_on, start_import
from settings.access import require, require_somewhere
from settings.companies import remember_last
from settings.models import Company
from settings.rights import Right

MOST_SHOWN = 200
EARLIER_SHOWN = 10
_SAMPLE = {
    Column.CHANNEL_ORDER: "1001",
    Column.SKU: "TS-RED",
    Column.QUANTITY: "1",
    Column.REASON: "Damaged",
    Column.DESCRIPTION: "The box was wet",
}


@require_http_methods(["GET", "HEAD", "POST"])
def rma_upload(request: HttpRequest) -> HttpResponse:
    """Ask for a file and read it."""
    require_somewhere(request.user, Right.EDIT)
    companies = Company.objects.where_may(request.user, Right.EDIT)
    form = CompanyFileForm(request, companies, most_lines=MOST_LINES)
    if form.is_valid():
        company, file, by = (
            form.cleaned_data["company"],
            form.cleaned_data["file"],
            signed_in(request),
        )
        remember_last(by, company)
        try:
            upload = keep_upload(company, file.read(), name=file.name, by=by)
        except UnreadableTable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("rma_import", import_id=upload.pk)
    earlier = RmaImport.objects.filter(company__in=companies).defer("packed_lines")
    context = {
        "form": form,
        "earlier": earlier.select_related("company", "uploaded_by", "job")[:EARLIER_SHOWN],
    }
    return render(request, "orders/returns/rma_upload.html", context)


@require_safe
def rma_sample(request: HttpRequest) -> HttpResponse:
    """Download Sample RMA: a file to start from."""
    require_somewhere(request.user, Right.EDIT)
    return csv_download([{Column(key).label: text for key, text in _SAMPLE.items()}], "rmas.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def rma_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """A file of RMAs: what it would do, then what it did."""
    upload = _open(request, import_id)
    if request.method == "POST":
        if reason := start_import(upload, by=signed_in(request)):
            messages.warning(request, reason)
        return redirect("rma_import", import_id=upload.pk)
    context = {"upload": upload, "job": upload.job, **_lines(upload)}
    return render_page_or_part(
        request, "orders/returns/rma_import.html", "orders/returns/_rma_import.html", context
    )


@require_safe
def rma_import_rows(request: HttpRequest, import_id: int) -> HttpResponse:
    """What becomes of each line, as CSV; `failed=1` gives the failed ones alone."""
    upload = _open(request, import_id)
    is_wanted = ("failed",) if request.GET.get("failed") == "1" else Result.values
    rows = [
        {**row, "Result": Result(row["Result"]).label}
        for row in _answers(upload)[0]
        if row["Result"] in is_wanted
    ]
    return csv_download(rows, f"rmas-{upload.pk}.csv")


@require_safe
def rma_import_of_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The file that a job is about."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    require(request.user, job.company, Right.EDIT)
    uploads = RmaImport.objects.filter(company=job.company).defer("packed_lines")
    upload = get_object_or_404(uploads, pk=job.parameters.get("rma_import", 0))
    return redirect("rma_import", import_id=upload.pk)


def _open(request: HttpRequest, import_id: int) -> RmaImport:
    companies = Company.objects.visible_to(request.user)
    uploads = RmaImport.objects.filter(company__in=companies).select_related("company", "job")
    upload = get_object_or_404(uploads, pk=import_id)
    require(request.user, upload.company, Right.EDIT)
    return upload


def _answers(upload: RmaImport) -> tuple[list[dict[str, str]], int]:
    """Each line with what became, or would become, of it; and the number of RMAs."""
    if upload.job is None:
        answers, number = report_on(upload)
        return [answer.as_dict() for answer in answers], number
    rows = upload.answers
    return rows, len({row["RMA ID"] for row in rows if row["RMA ID"]})


def _lines(upload: RmaImport) -> dict[str, Any]:
    if upload.job is not None and upload.job.is_active:
        return {}
    rows, number = _answers(upload)
    failed = [row for row in rows if row["Result"] == Result.FAILED]
    shown = [_cells(row) for row in (failed if upload.job is None else rows)[:MOST_SHOWN]]
    return {
        "number_of_rmas": number,
        "number_created": len(rows) - len(failed),
        "number_failed": len(failed),
        "rows": shown,
        "hidden": max(0, len(failed if upload.job is None else rows) - MOST_SHOWN),
    }


def _cells(row: dict[str, str]) -> dict[str, str]:
    """A line under names that a template can ask for."""
    return {
        "line": row["Line"],
        "order": row["Channel Order #"] or row["Order ID"],
        "sku": row["SKU"],
        "rma": row["RMA ID"],
        "error": row["Error"],
    }
