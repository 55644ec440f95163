"""/healthz, /readyz and /metrics, and the time that every request takes.

They stand before all other middleware: a load balancer or Prometheus asks by a machine's address,
over plain http, and neither the host name nor https may stand in its way.
"""

import secrets
import time
from collections.abc import Callable

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from operations import health
from operations.metrics import HTTP_SECONDS, exposition

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def answer_probes(get_response: GetResponse) -> GetResponse:
    """Middleware: answer the probes, and time everything else."""
    probes = {"/healthz": _healthz, "/readyz": _readyz, "/metrics": _metrics}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        probe = probes.get(request.path_info)
        if probe is not None:
            return probe(request)
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        page = (match.view_name if match else "") or "none"
        labels = (request.method or "", page, str(response.status_code))
        HTTP_SECONDS.labels(*labels).observe(time.perf_counter() - began)
        return response

    return middleware


def _healthz(request: HttpRequest) -> HttpResponse:
    """This process answers: restart it when it does not."""
    return HttpResponse("alive\n", content_type="text/plain")


def _readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests may be sent here: 200 or 503, with what works and what does not."""
    found = list(health.checks())
    status = 200 if all(check.is_good or check.is_bearable for check in found) else 503
    return JsonResponse({check.name: check.problem or "ok" for check in found}, status=status)


def _metrics(request: HttpRequest) -> HttpResponse:
    """Figures for whoever shows the token; without a METRICS_TOKEN there is no such page."""
    token = django_settings.METRICS_TOKEN
    if not token:
        return HttpResponse("Set METRICS_TOKEN to have metrics.\n", status=404)
    shown = request.headers.get("Authorization", "")
    if not secrets.compare_digest(shown.encode(), f"Bearer {token}".encode()):
        return HttpResponse("Send Authorization: Bearer <METRICS_TOKEN>.\n", status=401)
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")
