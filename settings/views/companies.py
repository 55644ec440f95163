"""Manage Companies and Company details."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.concurrent_edits import lock
from core.people import signed_in
from settings.access import AnyUser, company_or_404
from settings.companies import create_company, deactivate, last_company, reactivate
from settings.forms.companies import CompanyAddressForm, CompanyForm, CompanyNameForm
from settings.models import Company
from settings.rights import Right
from settings.views.opening import open_company, wants_to_edit

_STATUSES = [("active", "Active"), ("deactivated", "Deactivated"), ("all", "All")]


@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Manage Companies: `q` and `status` (active, deactivated, all) narrow the list."""
    status, words = request.GET.get("status", "active"), request.GET.get("q", "").strip()
    companies = Company.objects.of(request.user).select_related("connection")
    if status in ("active", "deactivated"):
        companies = companies.filter(is_active=status == "active")
    if words:
        companies = companies.filter(name__icontains=words)
    managed = Company.objects.of(request.user).with_right(request.user, Right.SETTINGS)
    context = {
        "companies": companies,
        "managed": set(managed.values_list("pk", flat=True)),
        "status": status,
        "statuses": _STATUSES,
        "words": words,
        "may_create": _may_create(request.user),
    }
    return render(request, "settings/company_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def company_create(request: HttpRequest) -> HttpResponse:
    """The create wizard: Company Name, Next, business address, Add."""
    user = signed_in(request)
    if not _may_create(user):
        raise PermissionDenied("Only a Client Admin may create companies.")
    data = request.POST if request.method == "POST" else None
    name = CompanyNameForm(data)
    if data is None or not name.is_valid() or "back" in data:
        return render(request, "settings/company_create.html", {"name": name})
    address = CompanyAddressForm(data if "add" in data else None)
    if address.is_bound and address.is_valid():
        company = create_company(name.cleaned_data["name"], by=user, **address.cleaned_data)
        messages.success(request, f"{company} was created. Connect its website next.")
        return redirect("company_detail", company_id=company.pk)
    return render(request, "settings/company_create.html", {"name": name, "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def company_detail(request: HttpRequest, company_id: int) -> HttpResponse:
    """Company details: General and the business address."""
    company = open_company(request, company_id, deactivated_too=True)
    data = request.POST if request.method == "POST" else None
    again = _again if data is None else lock
    # Each form has an instance of its own: what one refuses must not show on the page's head.
    general = CompanyForm(data, request.FILES or None, instance=again(company))
    address = CompanyAddressForm(data, instance=again(company))
    if data is not None and general.is_valid() and address.is_valid():
        _save(general, address)
        messages.success(request, "Company details were saved.")
        return redirect("company_detail", company_id=company.pk)
    context = {
        "company": company,
        "general": general,
        "address": address,
        "editing": wants_to_edit(request),
    }
    return render(request, "settings/company_detail.html", context)


@require_safe
def company_logo(request: HttpRequest, company_id: int) -> HttpResponseBase:
    """The company's logo. Anybody who works there may see it."""
    companies = Company.objects.of(request.user).exclude(logo="")
    company = companies.filter(pk=company_id).first()
    if company is None:
        raise Http404
    kind = "image/png" if str(company.logo.name).endswith(".png") else "image/jpeg"
    try:
        file = company.logo.open()
    except FileNotFoundError as error:
        raise Http404("The logo is not in the storage any more.") from error
    return FileResponse(file, content_type=kind)


@require_http_methods(["GET", "HEAD", "POST"])
def company_deactivation(request: HttpRequest, company_id: int) -> HttpResponse:
    """Deactivate a company, after a page that says what that means."""
    company = company_or_404(request.user, company_id, Right.PEOPLE)
    if request.method == "POST":
        deactivate(company)
        messages.success(request, f"{company} was deactivated. Nothing was deleted.")
        return redirect("company_list")
    return render(request, "settings/company_deactivation.html", {"company": company})


@require_POST
def company_reactivation(request: HttpRequest, company_id: int) -> HttpResponse:
    """Bring a deactivated company back."""
    company = open_company(request, company_id, Right.PEOPLE, deactivated_too=True)
    reactivate(company)
    messages.success(request, f"{company} is active again.")
    return redirect("company_detail", company_id=company.pk)


@require_safe
def company_last(request: HttpRequest) -> HttpResponse:
    """Company Settings in the profile menu: the company used last."""
    company = last_company(signed_in(request))
    if company is None:
        return redirect("company_list")
    return redirect("company_detail", company_id=company.pk)


def _may_create(user: AnyUser) -> bool:
    if getattr(user, "is_superuser", False):
        return True
    return Company.objects.where_may(user, Right.PEOPLE).exists()


def _again(company: Company) -> Company:
    return Company.objects.get(pk=company.pk)


def _save(general: CompanyForm, address: CompanyAddressForm) -> None:
    columns: dict[str, Any] = address.cleaned_data
    for name, value in columns.items():
        setattr(general.instance, name, value)
    general.save()
