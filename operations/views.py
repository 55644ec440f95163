"""The System page: how everything runs, in words."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jobs.kinds import kind_of
from operations import figures, health
from operations.models import HeartBeat


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Settings > System, for administrators of the installation."""
    if not getattr(request.user, "is_superuser", False):
        raise PermissionDenied(
            "Only an administrator of the installation may see this page; "
            "being a Client Admin is not enough."
        )
    context = {
        "checks": [*health.checks(), health.printing(), health.visitors(request.headers)],
        "beaten_at": HeartBeat.last(),
        "lags": list(figures.import_lags()),
        "backlogs": figures.backlogs(),
        "jobs": figures.job_times(),
        "failures": [
            (kind_of(kind).label, reason, number)
            for (kind, reason), number in figures.failures_by_reason().items()
        ],
        "waiting": figures.waiting_by_queue().items(),
    }
    return render(request, "operations/system.html", context)
