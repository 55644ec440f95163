"""Which accounts a browser has signed in to, in a signed cookie.

It lets nobody in. It only gives the browser a budget of failed sign-ins of its own.
"""

import secrets

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse

_COOKIE = "known_browser"
_SALT = "cscart_connector.known_browsers"
_KEPT_SECONDS = 180 * 24 * 60 * 60
_MOST_ACCOUNTS = 10


def browser_of(request: HttpRequest, account: int) -> str:
    """The browser's own mark if it has signed in to `account` before; '' when it has not."""
    mark, accounts = _read(request)
    return mark if account in accounts else ""


def remember(request: HttpRequest, response: HttpResponse, account: int) -> None:
    """Write down that this browser has signed in to `account`."""
    mark, accounts = _read(request)
    kept = [account, *(one for one in accounts if one != account)][:_MOST_ACCOUNTS]
    response.set_signed_cookie(
        _COOKIE,
        f"{mark or secrets.token_urlsafe(12)}:{','.join(map(str, kept))}",
        salt=_SALT,
        max_age=_KEPT_SECONDS,
        secure=django_settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    text = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_KEPT_SECONDS)
    mark, _, accounts = (text or "").partition(":")
    return mark, [int(one) for one in accounts.split(",") if one]
