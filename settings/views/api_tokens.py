"""Toolbox > API Tokens: tokens of label software."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.people import signed_in
from settings.api_tokens import make_token, revoke
from settings.models import ApiToken, Company
from settings.views.opening import open_company


class ApiTokenForm(forms.ModelForm[ApiToken]):
    """A new token."""

    class Meta:
        model = ApiToken
        fields = ["name", "may_read_orders", "may_ship_orders"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("may_read_orders") and not cleaned.get("may_ship_orders"):
            self.add_error("may_ship_orders", "Choose at least one thing that the token may do.")
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def api_tokens(request: HttpRequest, company_id: int) -> HttpResponse:
    """The company's tokens, and making one: its secret is on this answer alone."""
    company = open_company(request, company_id)
    form, secret = ApiTokenForm(request.POST if request.method == "POST" else None), ""
    form.instance.company = company
    if request.method == "POST" and form.is_valid():
        secret = make_token(form.save(commit=False), by=signed_in(request))
        form = ApiTokenForm()
    tokens = company.api_tokens.select_related("created_by")
    context = {"company": company, "tokens": tokens, "form": form, "secret": secret}
    return render(request, "settings/api_tokens.html", context)


@require_POST
def api_token_revocation(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    tokens = ApiToken.objects.filter(company__in=Company.objects.visible_to(request.user))
    token = get_object_or_404(tokens, pk=token_id)
    open_company(request, token.company_id)
    revoke(token)
    messages.success(request, f"The token {token.name} was revoked.")
    return redirect("api_tokens", company_id=token.company_id)
