"""Toolbox and Actions: searching without JavaScript, and stars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from settings.access import any_company_or_404, rights_of
from settings.menus import ACTIONS, KEYS, MENUS, TOOLBOX, menu, switch_star
from settings.models import Company
from settings.rights import Right


@require_safe
def company_menu(request: HttpRequest, company_id: int, name: str) -> HttpResponse:
    """A menu as a page; `q` narrows it to entries with these words."""
    if name not in MENUS:
        raise Http404
    company = _company(request, company_id)
    words = request.GET.get("q", "")
    context = {
        "company": company,
        "name": name,
        "entries": menu(name, company, request.user, words=words),
        "words": words,
        "star_url": reverse("company_star", args=[company.pk]),
    }
    return render(request, "settings/company_menu.html", context)


@require_POST
def star(request: HttpRequest, company_id: int) -> HttpResponse:
    """Star an entry or take its star away, and go back to where the person was."""
    company = _company(request, company_id)
    key = request.POST.get("entry", "")
    if key not in KEYS:
        raise Http404
    switch_star(signed_in(request), key)
    if request.headers.get("HX-Request"):
        name = "toolbox" if key in {entry.key for entry in TOOLBOX} else "actions"
        context = {"star_url": request.path, "entries": menu(name, company, request.user)}
        return render(request, "parts/_menu_entries.html", context)
    return redirect(next_page(request) or "company_list")


def next_page(request: HttpRequest) -> str:
    """Where the person was, as the form's `next` says; '' unless that is a page of ours."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


def _company(request: HttpRequest, company_id: int) -> Company:
    user = signed_in(request)
    rights = {entry.right for entry in (*TOOLBOX, *ACTIONS)}
    company = Company.objects.of(user).filter(pk=company_id).first()
    if company is not None and not rights & rights_of(user, company):
        return any_company_or_404(user, company_id, Right.SETTINGS)  # says what is missing
    if company is None:
        raise Http404
    return company
