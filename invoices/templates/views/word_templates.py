"""Word to PDF: the company's Word templates, starters, and the list of fields."""

from django.contrib import messages
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.people import signed_in
from invoices.drawing.fields import ITEM_MARKS, ORDER_MARKS
from invoices.models import WordTemplate
from invoices.templates.forms import WordUploadForm
from invoices.templates.word_check import UnsafeTemplate, check
from invoices.templates.word_starters import STARTERS
from settings.models import Company
from settings.views.opening import open_company

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
def word_templates(request: HttpRequest, company_id: int) -> HttpResponse:
    """The list of Word templates; POST uploads one, or a new file for one of the same name."""
    company = open_company(request, company_id)
    form = WordUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        docx = form.cleaned_data["file"].read()
        try:
            report = check(docx)
        except UnsafeTemplate as reason:
            form.add_error("file", str(reason))
        else:
            _keep(request, company, form.cleaned_data["name"].strip(), docx)
            for remark in report.remarks:
                messages.warning(request, remark)
            return redirect("word_templates", company_id=company.pk)
    context = {
        "company": company,
        "form": form,
        "templates": WordTemplate.objects.filter(company=company).select_related("uploaded_by"),
        "starters": [(name, label) for name, (label, _make) in STARTERS.items()],
        "order_marks": ORDER_MARKS,
        "item_marks": ITEM_MARKS,
    }
    return render(request, "invoices/templates/word_templates.html", context)


@require_safe
def word_template_file(request: HttpRequest, company_id: int, template_id: int) -> HttpResponse:
    """The template as it was uploaded."""
    company = open_company(request, company_id)
    template = get_object_or_404(WordTemplate, company=company, pk=template_id)
    with template.file.open("rb") as file:
        return _download(file.read(), f"template-{template.pk}.docx")


@require_POST
def word_template_deletion(request: HttpRequest, company_id: int, template_id: int) -> HttpResponse:
    """Delete a template that no channel uses."""
    company = open_company(request, company_id)
    template = get_object_or_404(WordTemplate, company=company, pk=template_id)
    try:
        template.delete()
        messages.success(request, f"{template.name} was deleted.")
    except ProtectedError:
        messages.error(
            request,
            f"{template.name} is in use. Choose another Invoice Type under Per channel "
            "preferences first.",
        )
    return redirect("word_templates", company_id=company.pk)


@require_safe
def word_starter(request: HttpRequest, company_id: int, starter: str) -> HttpResponse:
    """A template to start from."""
    open_company(request, company_id)
    if starter not in STARTERS:
        raise Http404("There is no such template.")
    _label, make = STARTERS[starter]
    return _download(make(), f"{starter}.docx")


def _keep(request: HttpRequest, company: Company, name: str, docx: bytes) -> None:
    template, is_new = WordTemplate.objects.get_or_create(company=company, name=name)
    template.file.save("template.docx", ContentFile(docx), save=False)
    template.uploaded_by_id = signed_in(request).pk
    template.save()
    word = "was uploaded" if is_new else "has a new file"
    messages.success(
        request, f"{name} {word}. Choose it under Per channel preferences to print with it."
    )


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
