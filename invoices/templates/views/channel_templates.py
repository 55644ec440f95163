"""Channel Specific: the template of a channel, its versions, and the pictures it may show."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.people import signed_in
from invoices.drawing.fields import MORE_FIELDS, ORDER_MARKS
from invoices.drawing.renderer_choice import current_template
from invoices.drawing.renderers import standard_invoice
from invoices.drawing.renderers.channel_specific import mistake_in
from invoices.drawing.renderers.task import ChannelSpecific
from invoices.issuing.order_facts import settings_of
from invoices.models import Channel, ChannelTemplate, Picture
from invoices.templates.forms import PictureForm, TemplateForm
from invoices.templates.previewing import InvoicePreview, preview
from settings.access import rights_of
from settings.models import Company
from settings.rights import Right
from settings.views.opening import open_company


@require_http_methods(["GET", "HEAD", "POST"])
def channel_template(request: HttpRequest, company_id: int) -> HttpResponse:
    """Edit the template: Preview shows it, Save makes a new version, Reset takes our design."""
    company = open_company(request, company_id)
    current = current_template(company, Channel.WEBSITE)
    if request.method != "POST":
        form = TemplateForm(initial={"html": current.html, "css": current.css})
        return _page(request, company, form, ChannelSpecific(current.html, current.css))
    if "reset" in request.POST:
        return _save(
            request,
            company,
            standard_invoice.html(),
            standard_invoice.css(),
            "Reset to the Standard Invoice",
        )
    form = TemplateForm(request.POST)
    if not form.is_valid():
        return _page(request, company, form, None)
    html, css = form.cleaned_data["html"], form.cleaned_data["css"]
    if "preview" in request.POST:
        return _page(request, company, form, ChannelSpecific(html, css))
    if mistake := mistake_in(html):
        form.add_error("html", mistake)
        return _page(request, company, form, None)
    return _save(request, company, html, css, form.cleaned_data["note"])


@require_http_methods(["GET", "HEAD", "POST"])
def channel_template_version(request: HttpRequest, company_id: int, version: int) -> HttpResponse:
    """Look at an old version; POST makes it the newest again."""
    company = open_company(request, company_id)
    versions = ChannelTemplate.objects.filter(company=company, channel=Channel.WEBSITE)
    old = get_object_or_404(versions, version=version)
    if request.method == "POST":
        return _save(request, company, old.html, old.css, f"Version {version} again")
    context = {
        "company": company,
        "old": old,
        "preview": _preview(request, company, "", ChannelSpecific(old.html, old.css)),
    }
    return render(request, "invoices/templates/channel_template_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_pictures(request: HttpRequest, company_id: int) -> HttpResponse:
    """The pictures that templates may show, and uploading one."""
    company = open_company(request, company_id)
    form = PictureForm(
        request.POST or None, request.FILES or None, instance=Picture(company=company)
    )
    if request.method == "POST" and form.is_valid():
        picture = form.save()
        messages.success(request, f"Write asset:{picture.name} where the picture shall stand.")
        return redirect("invoice_pictures", company_id=company.pk)
    context = {
        "company": company,
        "form": form,
        "pictures": Picture.objects.filter(company=company),
    }
    return render(request, "invoices/templates/pictures.html", context)


@require_POST
def invoice_picture_deletion(request: HttpRequest, company_id: int, name: str) -> HttpResponse:
    """Delete a picture; issued documents have their own copy of it."""
    company = open_company(request, company_id)
    picture = get_object_or_404(Picture, company=company, name=name)
    picture.delete()
    messages.success(request, f"{name} was deleted.")
    return redirect("invoice_pictures", company_id=company.pk)


@transaction.atomic
def _save(request: HttpRequest, company: Company, html: str, css: str, note: str) -> HttpResponse:
    Company.objects.select_for_update().get(pk=company.pk)  # one version at a time
    versions = ChannelTemplate.objects.filter(company=company, channel=Channel.WEBSITE)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    ChannelTemplate.objects.create(
        company=company,
        channel=Channel.WEBSITE,
        version=last + 1,
        html=html,
        css=css,
        note=note,
        saved_by_id=signed_in(request).pk,
    )
    messages.success(request, f"Version {last + 1} of the template was saved.")
    return redirect("channel_template", company_id=company.pk)


def _page(
    request: HttpRequest, company: Company, form: TemplateForm, shown: ChannelSpecific | None
) -> HttpResponse:
    number = (request.POST or request.GET).get("preview_order", "").strip()
    context = {
        "company": company,
        "form": form,
        "versions": ChannelTemplate.objects.filter(company=company).select_related("saved_by"),
        "preview": _preview(request, company, number, shown) if shown else None,
        "preview_order": number,
        # Several marks of Word templates may mean one field.
        "fields": {f"{{{{ {field} }}}}": meaning for _mark, field, meaning in ORDER_MARKS}.items(),
        "more_fields": MORE_FIELDS,
        "pictures": Picture.objects.filter(company=company),
    }
    return render(request, "invoices/templates/channel_template.html", context)


def _preview(
    request: HttpRequest, company: Company, number: str, shown: ChannelSpecific
) -> InvoicePreview:
    may_see_orders = Right.VIEW in rights_of(request.user, company)
    return preview(settings_of(company), number, shown, may_see_orders=may_see_orders)
