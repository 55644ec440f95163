"""Toolbox > Invoice Settings, and Per channel preferences."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.concurrent_edits import lock
from core.htmx import wants_part
from invoices.drawing.fonts import subsets_quickly
from invoices.drawing.renderer_choice import preference_of
from invoices.issuing.order_facts import settings_of
from invoices.models import Channel, InvoiceSettings
from invoices.settings.forms import InvoiceSettingsForm, PreferenceForm
from invoices.templates.previewing import preview
from settings.access import rights_of
from settings.models import Company
from settings.rights import Right
from settings.views.opening import open_company, wants_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def invoice_settings(request: HttpRequest, company_id: int) -> HttpResponse:
    """Invoice Settings with a preview beside them; the Preview button saves nothing."""
    company = open_company(request, company_id)
    data = request.POST if request.method == "POST" else None
    settings = settings_of(company) if data is None else lock(settings_of(company))
    form = InvoiceSettingsForm(data, instance=settings)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        form.save()
        messages.success(request, "Invoice Settings were saved.")
        return redirect("invoice_settings", company_id=company.pk)
    return _page(request, company, form)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def channel_preferences(request: HttpRequest, company_id: int) -> HttpResponse:
    """Per channel preferences: which Invoice Type each channel's orders get."""
    company = open_company(request, company_id)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        lock(company)  # its preferences may not be there yet
    words = request.GET.get("q", "").strip().casefold()
    rows = [
        (
            channel,
            PreferenceForm(
                company, data, instance=preference_of(company, channel), prefix=channel.value
            ),
        )
        for channel in Channel
    ]
    if data is not None and all([form.is_valid() for _channel, form in rows]):
        for _channel, form in rows:
            form.save()
        messages.success(request, "The preferences were saved.")
        return redirect("channel_preferences", company_id=company.pk)
    context = {
        "company": company,
        "rows": [row for row in rows if words in row[0].label.casefold()],
        "words": words,
        "editing": wants_to_edit(request),
    }
    return render(request, "invoices/settings/channel_preferences.html", context)


def _page(request: HttpRequest, company: Company, form: InvoiceSettingsForm) -> HttpResponse:
    shown: InvoiceSettings = form.instance
    if form.is_bound and not form.is_valid():
        shown = settings_of(company)  # what was refused is not drawn
    number = (request.POST or request.GET).get("preview_order", "").strip()
    context = {
        "company": company,
        "form": form,
        "editing": wants_to_edit(request),
        "preview": preview(
            shown, number, may_see_orders=Right.VIEW in rights_of(request.user, company)
        ),
        "preview_order": number,
        "subsets_quickly": subsets_quickly(),
    }
    if wants_part(request, "preview"):
        return render(request, "invoices/templates/_preview.html", context)
    return render(request, "invoices/settings/invoice_settings.html", context)
