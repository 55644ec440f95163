"""Website > Sellercloud Plug-in Website: Cart General and Order Statuses."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.concurrent_edits import lock
from core.fresh_sign_in import needs_fresh_sign_in
from settings.forms.cart import CartGeneralForm, StatusUploadsForm, WebsiteStatusFormSet
from settings.views.opening import open_company, wants_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
@transaction.atomic
def cart_general(request: HttpRequest, company_id: int) -> HttpResponse:
    """Address, login and pace of the store."""
    company = open_company(request, company_id)
    data = request.POST if request.method == "POST" else None
    connection = company.connection if data is None else lock(company.connection)
    form = CartGeneralForm(data, instance=connection)
    if data is not None and form.is_valid():
        form.save()
        messages.success(request, "The connection was saved. Try it with Actions > Test Settings.")
        return redirect("cart_general", company_id=company.pk)
    context = {
        "company": company,
        "form": form,
        "editing": wants_to_edit(request),
    }
    return render(request, "settings/cart_general.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def website_statuses(request: HttpRequest, company_id: int) -> HttpResponse:
    """How each of the store's statuses is read, and which ones are set in the store."""
    company = open_company(request, company_id)
    data = request.POST if request.method == "POST" else None
    connection = company.connection
    if data is not None:
        lock(connection)  # so that its statuses and uploads change here alone
    known = connection.statuses.all()
    readings = WebsiteStatusFormSet(data, queryset=known, prefix="status")
    uploads = StatusUploadsForm(data, instance=connection.status_uploads)
    if data is not None and all([readings.is_valid(), uploads.is_valid()]):
        readings.save()
        uploads.save()
        messages.success(request, "Order statuses were saved.")
        return redirect("website_statuses", company_id=company.pk)
    context = {
        "company": company,
        "readings": readings,
        "uploads": uploads,
        "names": dict(known.values_list("code", "name")),
        "editing": wants_to_edit(request),
    }
    return render(request, "settings/website_statuses.html", context)
