"""Where a person is signed in, and signing out there; and how long a session may lie idle."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.numbers import whole_number
from core.people import signed_in
from core.security_log import SecurityEvent, note

# The session's end moves on at most this often: each time costs a write.
SECONDS_BETWEEN_NOTES = 600
_SEEN_AT = "seen_at"


@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """*Where you are signed in*: end one of one's own sessions, or all others."""
    person = signed_in(request)
    listed = UserSession.objects.purge_and_list(person)
    sessions = sorted(listed, key=lambda one: one.created_at)
    if request.method == "POST":
        _end(request, sessions)
        return redirect("own_sessions")
    here = request.session.session_key
    rows = [(one, one.session_key == here) for one in reversed(sessions)]
    return render(request, "account/own_sessions.html", {"rows": rows})


def _end(request: HttpRequest, sessions: list[UserSession]) -> None:
    here = request.session.session_key
    others = [one for one in sessions if one.session_key != here]
    if "others" not in request.POST:
        wanted = whole_number(request.POST.get("session", ""))
        others = [one for one in others if one.pk == wanted]
    for one in others:
        one.end()
        note(SecurityEvent.SESSION_ENDED, account=signed_in(request).pk, address=one.ip)
    if others:
        messages.success(request, f"Signed out there: {len(others)}.")
    else:
        messages.info(request, "There was no such session any more.")


def keep_alive(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session ends SESSION_COOKIE_AGE seconds after its last use, not its first."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - int(request.session.get(_SEEN_AT, 0)) >= SECONDS_BETWEEN_NOTES:
                request.session[_SEEN_AT] = now  # saving moves the end on
        return get_response(request)

    return answer
