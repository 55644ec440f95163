"""Uploading a file, naming its columns, what it would do, and doing it: the same for all kinds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.clean_text import clean
from core.downloads import csv_download
from core.htmx import render_page_or_part
from core.numbers import whole_number
from core.people import signed_in
from core.tables import Reading, UnreadableTable
from jobs.models import Job
from settings.access import company_or_404, require, require_somewhere
from settings.companies import remember_last
from settings.models import Company
from uploads.columns import guess, profiles_of
from uploads.columns_page import columns_page
from uploads.forms import UploadForm
from uploads.keeping import keep_upload, read_again, recheck, start_check, why_not_check
from uploads.kinds import UploadKind
from uploads.models import Upload

EARLIER_SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def upload_new(
    request: HttpRequest, kind: UploadKind[Any], company_id: int | None = None
) -> HttpResponse:
    """Ask for a file and read it."""
    owner = _owner(request, kind, company_id)
    companies = Company.objects.where_may(request.user, kind.right)
    form = UploadForm(request, kind, None if owner else companies)
    if form.is_valid():
        company, by = owner or form.cleaned_data["company"], signed_in(request)
        file, fields = (
            form.cleaned_data["file"],
            {name: form.cleaned_data[name] for name in kind.fields},
        )
        remember_last(by, company)
        try:
            upload = keep_upload(kind, company, file.read(), name=file.name, by=by, **fields)
        except UnreadableTable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect(kind.url_of(upload))
    earlier = kind.model.objects.filter(company__in=[owner] if owner else companies)
    context = {
        "kind": kind,
        "form": form,
        "company": owner,
        "crumbs": kind.crumbs(owner),
        "earlier": earlier.defer("packed_lines").select_related("company", "uploaded_by", "job")[
            :EARLIER_SHOWN
        ],
    }
    return render(request, "uploads/upload_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_detail(request: HttpRequest, kind: UploadKind[Any], upload_id: int) -> HttpResponse:
    """A file: its columns, then what it would do, then what it did."""
    upload = _open(request, kind, upload_id)
    if request.POST.get("act") == "check":
        return _check(request, kind, upload)
    if request.POST.get("act") == "read":
        return _read(request, kind, upload)
    if request.POST.get("act") == "answer":
        return _take_answers(request, kind, upload)
    if request.method == "POST":
        return _commit(request, kind, upload)
    is_incomplete = bool(kind.why_not_columns(upload.columns))
    is_unchecked = kind.check_job is not None and upload.check_job is None
    asks_columns = upload.job is None and (
        is_incomplete or is_unchecked or "columns" in request.GET
    )
    if asks_columns:
        return _columns_page(request, kind, upload, _proposed(request, kind, upload))
    job = upload.job or upload.check_job
    is_at_work = job is not None and job.is_active
    context = {} if is_at_work else _report(kind, upload)
    return _page(request, kind, upload, {**context, "job": job, "stamp": kind.stamp(upload)})


@require_safe
def upload_rows(request: HttpRequest, kind: UploadKind[Any], upload_id: int) -> HttpResponse:
    """What becomes of each line, as CSV; `failed=1` gives the failed ones alone."""
    upload = _open(request, kind, upload_id)
    rows = kind.rows(upload, only_failed=request.GET.get("failed") == "1")
    return csv_download(rows, f"{kind.name}-{upload.pk}.csv")


@require_safe
def upload_of_job(request: HttpRequest, kind: UploadKind[Any], job_id: int) -> HttpResponse:
    """The file that a job is about."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=job_id)
    require(request.user, job.company, kind.right)
    uploads = kind.model.objects.filter(company=job.company).defer("packed_lines")
    upload = get_object_or_404(uploads, pk=job.parameters.get(kind.parameter, 0))
    return redirect(kind.url_of(upload))


@require_safe
def upload_sample(request: HttpRequest, kind: UploadKind[Any]) -> HttpResponse:
    """A file to start from."""
    require_somewhere(request.user, kind.right)
    return csv_download([kind.sample()], f"{kind.name}s.csv")


def _owner(request: HttpRequest, kind: UploadKind[Any], company_id: int | None) -> Company | None:
    """The company of the page; None where the form asks for it."""
    if company_id is None:
        require_somewhere(request.user, kind.right)
        return None
    company = company_or_404(request.user, company_id, kind.right)
    remember_last(signed_in(request), company)
    return company


def _open(request: HttpRequest, kind: UploadKind[Any], upload_id: int) -> Any:
    companies = Company.objects.visible_to(request.user)
    uploads = kind.model.objects.filter(company__in=companies)
    upload = get_object_or_404(uploads.select_related("company", "check_job", "job"), pk=upload_id)
    require(request.user, upload.company, kind.right)
    return upload


def _check(request: HttpRequest, kind: UploadKind[Any], upload: Any) -> HttpResponse:
    columns = _chosen(request, kind, upload)
    if problem := why_not_check(kind, upload, columns):
        return _columns_page(request, kind, upload, columns, problem)
    profile = clean(request.POST.get("profile", "")) or upload.file_name
    choices = {
        name: request.POST.get(name, "")
        for name, (_, values) in kind.choices.items()
        if request.POST.get(name, "") in values.values
    }
    by = signed_in(request)
    start_check(kind, upload, columns, choices=choices, profile=profile, by=by)
    return redirect(kind.url_of(upload))


def _read(request: HttpRequest, kind: UploadKind[Any], upload: Any) -> HttpResponse:
    """Read the file once more, in the encoding, sheet and line of headings that a person chose."""
    reading = Reading(
        encoding=request.POST.get("encoding", ""),
        sheet=request.POST.get("sheet", ""),
        heading_line=whole_number(request.POST.get("heading_line", "")) or 0,
    )
    if upload.job is not None:
        return redirect(kind.url_of(upload))
    try:
        read_again(kind, upload, reading)
    except UnreadableTable as unreadable:
        return _columns_page(request, kind, upload, upload.columns, str(unreadable))
    return redirect(f"{kind.url_of(upload)}?columns=1")


def _take_answers(request: HttpRequest, kind: UploadKind[Any], upload: Any) -> HttpResponse:
    """Take answers about the file, and have it looked through once more with them."""
    if problem := kind.take_answers(upload, request.POST.dict()):
        messages.error(request, problem)
    elif not why_not_check(kind, upload, upload.columns):
        recheck(kind, upload, by=signed_in(request))
    return redirect(kind.url_of(upload))


def _report(kind: UploadKind[Any], upload: Any) -> dict[str, Any]:
    questions = [] if upload.job else kind.questions(upload)
    offered = kind.offered() if questions else ()
    return {"report": kind.report_on(upload), "questions": questions, "offered": offered}


def _commit(request: HttpRequest, kind: UploadKind[Any], upload: Any) -> HttpResponse:
    page = kind.url_of(upload)
    stamp = request.POST.get("stamp", "")
    committed = kind.commit(upload, by=signed_in(request), stamp=stamp)
    if committed.sentence:
        say = messages.warning if committed.is_refused else messages.success
        say(request, committed.sentence)
    return redirect(committed.url or page)


def _chosen(request: HttpRequest, kind: UploadKind[Any], upload: Upload) -> dict[str, int]:
    """The place of each column, as the form says."""
    places = {name: whole_number(request.POST.get(name, "")) for name in kind.columns.values}
    most = len(upload.headings)
    return {name: place for name, place in places.items() if place is not None and place < most}


def _proposed(request: HttpRequest, kind: UploadKind[Any], upload: Upload) -> dict[str, int]:
    """The columns as they are, or as the profile in the address says."""
    profile_id = whole_number(request.GET.get("profile", ""))
    for profile in profiles_of(upload.company, kind.name) if profile_id else []:
        if profile.pk == profile_id:
            return guess(upload.headings, kind.heading_words, profile.headings)
    return dict(upload.columns)


def _columns_page(
    request: HttpRequest,
    kind: UploadKind[Any],
    upload: Any,
    columns: dict[str, int],
    problem: str = "",
) -> HttpResponse:
    return _page(request, kind, upload, columns_page(kind, upload, columns, problem))


def _page(
    request: HttpRequest, kind: UploadKind[Any], upload: Any, context: dict[str, Any]
) -> HttpResponse:
    page, part = "uploads/upload_detail.html", "uploads/_upload_detail.html"
    title, above = kind.page_above(upload)
    context = {
        "kind": kind,
        "upload": upload,
        "title": title,
        "crumbs": [*kind.crumbs(upload.company), (title, above)],
        "upload_page": above,
        **context,
    }
    return render_page_or_part(request, page, part, context)
