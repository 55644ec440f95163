"""Toolbox > API Tokens: tokens of label software."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.fresh_sign_in import needs_fresh_sign_in
from core.people import signed_in
from core.refusals import telling_refusals
from settings.access import require, rights_of
from settings.api_tokens import make_token, revoke, take_over
from settings.models import ApiToken, Company
from settings.rights import Right
from settings.views.opening import open_company


class ApiTokenForm(forms.ModelForm[ApiToken]):
    """A new token of `company`; it may do nothing that `by` may not."""

    days = forms.TypedChoiceField(
        label="Expires in",
        coerce=int,
        choices=[(30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "a year")],
        initial=90,
    )

    class Meta:
        model = ApiToken
        fields = ["name", "may_read_orders", "may_ship_orders"]

    def __init__(self, data: Any = None, *, company: Company, by: AbstractBaseUser) -> None:
        super().__init__(data)
        self.instance.company = company
        self._rights = rights_of(by, company)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        asked = {"may_read_orders": Right.VIEW, "may_ship_orders": Right.SHIP}
        for field, right in asked.items():
            if cleaned.get(field) and right not in self._rights:
                self.add_error(field, f"You do not have the right “{right.label}” yourself.")
        if not cleaned.get("may_read_orders") and not cleaned.get("may_ship_orders"):
            self.add_error("may_ship_orders", "Choose at least one thing that the token may do.")
        return cleaned

    def save(self, commit: bool = True) -> ApiToken:
        self.instance.expires_at = timezone.now() + timedelta(days=self.cleaned_data["days"])
        return super().save(commit)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_sign_in
def api_tokens(request: HttpRequest, company_id: int) -> HttpResponse:
    """The company's tokens, and making one: its secret is on this answer alone."""
    company = open_company(request, company_id)
    by, secret = signed_in(request), ""
    form = ApiTokenForm(request.POST if request.method == "POST" else None, company=company, by=by)
    if request.method == "POST" and form.is_valid():
        secret = make_token(form.save(commit=False), by=by)
        form = ApiTokenForm(company=company, by=by)
    context = {
        "company": company,
        "tokens": company.api_tokens.select_related("created_by", "held_by"),
        "form": form,
        "secret": secret,
        "may_take_over": Right.PEOPLE in rights_of(by, company),
        "me": by,
    }
    return render(request, "settings/api_tokens.html", context)


@require_POST
@needs_fresh_sign_in
def api_token_takeover(request: HttpRequest, token_id: int) -> HttpResponse:
    """Let a token stand for the Client Admin who asks."""
    token = _token_or_404(request, token_id)
    require(request.user, token.company, Right.PEOPLE)
    with telling_refusals(request):
        take_over(token, by=signed_in(request))
        messages.success(request, f"The token {token.name} stands for you now.")
    return redirect("api_tokens", company_id=token.company_id)


@require_POST
def api_token_revocation(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    token = _token_or_404(request, token_id)
    open_company(request, token.company_id)
    revoke(token)
    messages.success(request, f"The token {token.name} was revoked.")
    return redirect("api_tokens", company_id=token.company_id)


def _token_or_404(request: HttpRequest, token_id: int) -> ApiToken:
    tokens = ApiToken.objects.filter(company__in=Company.objects.visible_to(request.user))
    return get_object_or_404(tokens.select_related("company"), pk=token_id)
