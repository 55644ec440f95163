"""Orders > Import Tracking: a file, its columns, what it would do, and doing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import csv_download
from core.htmx import render_page_or_part
from core.numbers import whole_number
from core.people import signed_in
from core.tables import UnreadableTable
from jobs.models import Job
from orders.files.forms import CompanyFileForm
from orders.fulfilment.tracking_files.deciding import Result
from orders.fulfilment.tracking_files.rows import Column
from orders.fulfilment.tracking_files.uploads import (
    MOST_LINES,
    keep_upload,
    start_check,
    start_import,
    why_not_check,
    why_not_import,
)
from orders.models import TrackingImport
from settings.access import require, require_somewhere
from settings.companies import remember_last
from settings.models import Company
from settings.rights import Right

SAMPLE_LINES = 4
# Thousands of lines on a page help nobody: the download has them all.
MOST_SHOWN = 200
EARLIER_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def tracking_upload(request: HttpRequest) -> HttpResponse:
    """Ask for a file and read it."""
    require_somewhere(request.user, Right.SHIP)
    companies = Company.objects.where_may(request.user, Right.SHIP)
    form = CompanyFileForm(request, companies, most_lines=MOST_LINES)
    if form.is_valid():
        file, by = form.cleaned_data["file"], signed_in(request)
        remember_last(by, form.cleaned_data["company"])
        try:
            upload = keep_upload(form.cleaned_data["company"], file.read(), name=file.name, by=by)
        except UnreadableTable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("tracking_import", import_id=upload.pk)
    earlier = TrackingImport.objects.filter(company__in=companies).defer("packed_lines")
    context = {
        "form": form,
        "earlier": earlier.select_related("company", "uploaded_by", "job")[:EARLIER_SHOWN],
    }
    return render(request, "orders/fulfilment/tracking_upload.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def tracking_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """A tracking file: its columns, then what it would do, then what it did."""
    upload = _open(request, import_id)
    columns, problem = upload.columns, ""
    if request.POST.get("act") == "check":
        columns = _chosen(request, upload)
        problem = why_not_check(columns) or _why_late(upload)
        if not problem:
            start_check(upload, columns, by=signed_in(request))
            return redirect("tracking_import", import_id=upload.pk)
    if request.POST.get("act") == "commit":
        if reason := start_import(upload, by=signed_in(request)):
            messages.warning(request, reason)
        return redirect("tracking_import", import_id=upload.pk)
    asks_columns = upload.check_job is None or (upload.job is None and "columns" in request.GET)
    context = {
        "upload": upload,
        "problem": problem,
        "asks_columns": asks_columns or problem,
        "job": upload.job or upload.check_job,
        **(_columns(upload, columns) if asks_columns or problem else _answers(upload)),
    }
    return render_page_or_part(
        request,
        "orders/fulfilment/tracking_import.html",
        "orders/fulfilment/_tracking_import.html",
        context,
    )


@require_safe
def tracking_import_rows(request: HttpRequest, import_id: int) -> HttpResponse:
    """What became of each line, as CSV; `failed=1` gives the failed ones alone."""
    upload = _open(request, import_id)
    rows = [
        {**row, "Result": Result(row["Result"]).label}
        for row in upload.answers
        if row["Result"] == Result.FAILED or request.GET.get("failed") != "1"
    ]
    return csv_download(rows, f"tracking-{upload.pk}.csv")


@require_safe
def tracking_import_of_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """The tracking file that a job is about."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    require(request.user, job.company, Right.SHIP)
    uploads = TrackingImport.objects.filter(company=job.company).defer("packed_lines")
    upload = get_object_or_404(uploads, pk=job.parameters.get("tracking_import", 0))
    return redirect("tracking_import", import_id=upload.pk)


def _open(request: HttpRequest, import_id: int) -> TrackingImport:
    companies = Company.objects.visible_to(request.user)
    uploads = TrackingImport.objects.filter(company__in=companies)
    upload = get_object_or_404(uploads.select_related("company", "check_job", "job"), pk=import_id)
    require(request.user, upload.company, Right.SHIP)
    return upload


def _why_late(upload: TrackingImport) -> str:
    return "The file has been imported already. Upload it again." if upload.job else ""


def _chosen(request: HttpRequest, upload: TrackingImport) -> dict[str, int]:
    """The place of each column, as the form says."""
    places = {column: whole_number(request.POST.get(column, "")) for column in Column.values}
    most = len(upload.headings)
    return {name: place for name, place in places.items() if place is not None and place < most}


def _columns(upload: TrackingImport, columns: dict[str, int]) -> dict[str, Any]:
    headings = [
        (place, heading or f"Column {place + 1}") for place, heading in enumerate(upload.headings)
    ]
    lines = [cells for _, cells in upload.lines[:SAMPLE_LINES]]
    samples = {
        place: ", ".join(cells[place] for cells in lines if place < len(cells) and cells[place])
        for place, _ in headings
    }
    chosen = [
        (value, label, columns.get(value), samples.get(columns.get(value, -1), ""))
        for value, label in Column.choices
    ]
    return {"headings": headings, "columns": chosen}


def _answers(upload: TrackingImport) -> dict[str, Any]:
    answers = upload.answers
    numbers = {
        result.value: sum(1 for row in answers if row["Result"] == result) for result in Result
    }
    failed = [row for row in answers if row["Result"] == Result.FAILED]
    odd = [row for row in answers if row["Result"] != Result.FAILED and row["Reason"]]
    return {
        "numbers": numbers,
        "number_odd": len(odd),
        "failed": _rows(failed),
        "odd": _rows(odd),
        "hidden": max(0, len(failed) - MOST_SHOWN),
        "has_answers": bool(answers),
        "obstacle": why_not_import(upload),
    }


def _rows(rows: list[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    return [
        (
            row["Line"],
            row["Channel Order #"] or row["Order ID"],
            row["Tracking Number"],
            row["Reason"],
        )
        for row in rows[:MOST_SHOWN]
    ]
