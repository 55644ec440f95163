"""What could do the greatest harm takes a fresh password or second factor.

A browser that was left open, or a stolen session, thereby makes no API token, gives no role and
sends no key to another server.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

FRESH_SECONDS = 15 * 60
CLOCKS_DIFFER_SECONDS = 60

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person typed a password, or a second factor, in the last quarter of an hour."""
    records = get_authentication_records(request, request.user)
    ages = [time.time() - float(record.get("at", 0)) for record in records]
    # One from the future was stamped by a clock that was wrong: it says nothing.
    return any(-CLOCKS_DIFFER_SECONDS <= age < FRESH_SECONDS for age in ages)


def needs_fresh_sign_in(view: View[P]) -> View[P]:
    """Let a view be posted to, or opened for editing (`?edit`), after a fresh sign-in only.

    What was posted without one is not kept, since it may hold secrets: it is to be sent again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asks = request.method == "POST" or "edit" in request.GET
        if not asks or not request.user.is_authenticated or is_fresh(request):
            return view(request, *args, **kwargs)
        return _to_confirmation(request)

    return guarded


def guarding(admin_view: Callable[..., Any]) -> Callable[..., Any]:
    """Django admin's wrapper of its views, so that all of them are guarded as well."""

    def wrapped(view: Callable[..., Any], cacheable: bool = False) -> Any:
        return admin_view(needs_fresh_sign_in(view), cacheable)

    return wrapped


def _to_confirmation(request: HttpRequest) -> HttpResponse:
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        raise PermissionDenied("Sign out and in again to do this.")
    target = request.get_full_path()
    if request.method == "POST":
        messages.info(request, "Confirm that it is you, then do it again. Nothing was saved yet.")
        target = _page_before(request)
    return redirect(f"{methods[0]['url']}?{urlencode({'next': target})}")


def _page_before(request: HttpRequest) -> str:
    """The page with the form, on this host; Home where the browser does not say it."""
    before = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, {request.get_host()}):
        return reverse("home")
    parts = urlsplit(before)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
