"""Website > General: store type, plugin and what may be downloaded and uploaded."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.concurrent_edits import lock
from core.fresh_sign_in import needs_fresh_sign_in
from settings.forms.website import WebsiteGeneralForm, WebsiteOptionsForm
from settings.views.opening import open_company, wants_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
@transaction.atomic
def website_general(request: HttpRequest, company_id: int) -> HttpResponse:
    """Toolbox > Website > General."""
    company = open_company(request, company_id)
    data = request.POST if request.method == "POST" else None
    connection, allowed = company.connection, company.website_options
    if data is not None:
        connection, allowed = lock(connection), lock(allowed)
    general = WebsiteGeneralForm(data, instance=connection)
    options = WebsiteOptionsForm(data, instance=allowed)
    if data is not None and all([general.is_valid(), options.is_valid()]):
        general.save()
        options.save()
        messages.success(request, "Website settings were saved.")
        return redirect("website_general", company_id=company.pk)
    context = {
        "company": company,
        "general": general,
        "options": options,
        "editing": wants_to_edit(request),
    }
    return render(request, "settings/website_general.html", context)
