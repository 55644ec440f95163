"""Manage Companies, Website > General and Cart General: read-only first, Edit unlocks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from settings.access import visible_company_or_404
from settings.forms import CartGeneralForm, WebsiteGeneralForm, WebsiteOptionsForm
from settings.models import Company


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """The companies the user works for."""
    companies = Company.objects.visible_to(request.user).select_related("connection")
    return render(request, "settings/company_list.html", {"companies": companies})


@require_http_methods(["GET", "HEAD", "POST"])
def website_general(request: HttpRequest, company_id: int) -> HttpResponse:
    """Toolbox > Website > General: store type, plugin and what may be downloaded."""
    company = visible_company_or_404(request.user, company_id)
    data = request.POST if request.method == "POST" else None
    general = WebsiteGeneralForm(data, instance=company.connection)
    options = WebsiteOptionsForm(data, instance=company.website_options)
    if data is not None and general.is_valid() and options.is_valid():
        general.save()
        options.save()
        messages.success(request, "Website settings were saved.")
        return redirect("website_general", company_id=company.pk)
    context = {
        "company": company,
        "general": general,
        "options": options,
        "editing": data is not None or "edit" in request.GET,
    }
    return render(request, "settings/website_general.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cart_general(request: HttpRequest, company_id: int) -> HttpResponse:
    """Toolbox > Website > Sellercloud Plug-in Website > Cart General: address and login."""
    company = visible_company_or_404(request.user, company_id)
    data = request.POST if request.method == "POST" else None
    form = CartGeneralForm(data, instance=company.connection)
    if data is not None and form.is_valid():
        form.save()
        messages.success(request, "The connection was saved.")
        return redirect("cart_general", company_id=company.pk)
    context = {
        "company": company,
        "form": form,
        "has_api_key": bool(company.connection.api_key),
        "editing": data is not None or "edit" in request.GET,
    }
    return render(request, "settings/cart_general.html", context)
