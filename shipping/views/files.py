"""Import and export of the mapping as files."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.numbers import whole_number
from core.people import signed_in
from core.tables import UnreadableTable
from settings.models import Company
from settings.views.opening import open_company
from shipping.files import MOST_LINES, read_file, write_csv, write_xlsx
from shipping.models import MappingUpload, MethodMapping
from shipping.saving import MappingChanged, in_words, version_of
from shipping.uploads import HasProblems, commit, keep_upload, report_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A report of thousands of lines is no help: the first ones show what is wrong.
MOST_SHOWN = 500


class UploadForm(forms.Form):
    """A file, and what becomes of the rows that it does not name."""

    file = forms.FileField(
        label="File",
        help_text=f"CSV or XLSX with up to {MOST_LINES:,} lines.",
        allow_empty_file=True,
    )
    replaces = forms.BooleanField(
        label="Remove rows that the file does not name",
        required=False,
        help_text="Otherwise the file adds and changes rows, and removes none.",
    )


@require_safe
def mapping_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """The mapping as a file; `format` is csv or xlsx."""
    company = open_company(request, company_id)
    rows = MethodMapping.objects.of(company)
    if request.GET.get("format") == "xlsx":
        kind, ending, content = XLSX, "xlsx", write_xlsx(rows)
    else:
        kind, ending, content = "text/csv; charset=utf-8", "csv", write_csv(rows)
    name = f"shipping-method-mapping-{company.pk}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def mapping_upload(request: HttpRequest, company_id: int) -> HttpResponse:
    """Ask for a file, read it, and go to the report on it."""
    company = open_company(request, company_id)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            lines = read_file(file.read(), file.name)
        except UnreadableTable as unreadable:
            form.add_error("file", str(unreadable))
        else:
            replaces = form.cleaned_data["replaces"]
            by = signed_in(request)
            upload = keep_upload(company, lines, name=file.name, replaces=replaces, by=by)
            return redirect("mapping_upload_report", upload_id=upload.pk)
    return render(request, "shipping/mapping_upload.html", {"company": company, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def mapping_upload_report(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What a file would do, line by line where something is wrong; and Commit."""
    companies = Company.objects.visible_to(request.user)
    uploads = MappingUpload.objects.filter(company__in=companies).select_related("company")
    upload = get_object_or_404(uploads, pk=upload_id)
    company = open_company(request, upload.company_id)
    if request.method == "POST":
        return _commit(request, upload)
    report = report_on(upload)
    context = {
        "company": company,
        "upload": upload,
        "report": report,
        "problems": report.problems[:MOST_SHOWN],
        "hidden": max(0, len(report.problems) - MOST_SHOWN),
        "groups": [
            (label, names[:MOST_SHOWN], len(names))
            for label, names in (
                ("Added", report.added),
                ("Changed", report.changed),
                ("Removed", report.removed),
            )
        ],
        "version": version_of(company),
    }
    return render(request, "shipping/mapping_upload_report.html", context)


def _commit(request: HttpRequest, upload: MappingUpload) -> HttpResponse:
    version = whole_number(request.POST.get("version", ""))
    company_id = upload.company_id
    try:
        outcome = commit(upload, version=version, by=signed_in(request))
    except (HasProblems, MappingChanged):
        messages.warning(
            request, "Somebody saved the mapping meanwhile. Look at the report as it is now."
        )
        return redirect("mapping_upload_report", upload_id=upload.pk)
    messages.success(request, in_words(outcome))
    return redirect("shipping_mapping", company_id=company_id)
