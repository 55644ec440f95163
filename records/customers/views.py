"""Toolbox > Customer Data: what is known of a person, to be handed out or erased.

E-mail addresses travel in the body of requests: addresses of pages end up in logs and histories.
"""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.fresh_sign_in import needs_fresh_sign_in
from core.people import signed_in
from records.customers.finding import find_customer, why_not_erase
from records.customers.requests import ask_for
from records.models import CustomerRequest, RequestKind
from settings.models import Company
from settings.rights import Right
from settings.views.opening import open_company

REQUESTS_SHOWN = 20


class EmailForm(forms.Form):
    """Whose data are looked for."""

    email = forms.EmailField(
        label="E-mail of the customer", widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class ErasureForm(EmailForm):
    """Confirmed by typing the address once more."""

    email = forms.EmailField(widget=forms.HiddenInput)
    confirmation = forms.CharField(
        label="Type the e-mail address again",
        help_text="It cannot be undone.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_confirmation(self) -> str:
        """What was typed, if it is the address."""
        typed: str = self.cleaned_data["confirmation"]
        if typed.strip().casefold() != self.cleaned_data.get("email", "").casefold():
            raise forms.ValidationError(
                "This is another address. Type the customer's e-mail address."
            )
        return typed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def customer_data(request: HttpRequest, company_id: int) -> HttpResponse:
    """Look for a customer by e-mail."""
    company = open_company(request, company_id, Right.PEOPLE)
    form = EmailForm(request.POST if request.method == "POST" else None)
    return _page(request, company, form)


@never_cache
@require_POST
@needs_fresh_sign_in
def customer_export(request: HttpRequest, company_id: int) -> HttpResponse:
    """Submit the export of a customer's data."""
    company = open_company(request, company_id, Right.PEOPLE)
    form = EmailForm(request.POST)
    if not form.is_valid() or not find_customer(company, form.cleaned_data["email"]).is_known:
        return _page(request, company, form)
    email = form.cleaned_data["email"]
    job = ask_for(RequestKind.EXPORT, company, email, by=signed_in(request)).job
    return redirect("job_detail", job_id=job.pk)


@never_cache
@require_POST
@needs_fresh_sign_in
def customer_erasure(request: HttpRequest, company_id: int) -> HttpResponse:
    """Submit the erasure of a customer's data, when nothing stands in its way."""
    company = open_company(request, company_id, Right.PEOPLE)
    form = EmailForm(request.POST)
    erasure = ErasureForm(request.POST)
    if not form.is_valid() or not erasure.is_valid():
        return _page(request, company, form, erasure)
    customer = find_customer(company, form.cleaned_data["email"])
    if not customer.is_known or why_not_erase(customer):
        return _page(request, company, form)
    by = signed_in(request)
    job = ask_for(RequestKind.ERASURE, company, customer.email, by=by).job
    messages.success(request, "The customer's data are being erased.")
    return redirect("job_detail", job_id=job.pk)


def _page(
    request: HttpRequest, company: Company, form: EmailForm, erasure: ErasureForm | None = None
) -> HttpResponse:
    customer = None
    if form.is_bound and form.is_valid():
        customer = find_customer(company, form.cleaned_data["email"])
    requests = CustomerRequest.objects.filter(company=company).select_related("requested_by")
    context = {
        "company": company,
        "form": form,
        "customer": customer,
        "why_not_erase": why_not_erase(customer) if customer else [],
        "erasure": erasure or ErasureForm(initial={"email": customer.email if customer else ""}),
        "requests": requests[:REQUESTS_SHOWN],
    }
    return render(request, "records/customers/customer_data.html", context)
