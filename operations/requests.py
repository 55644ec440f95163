"""Every request has an id: in its answer, in each line of the log, on each task it causes."""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from core import tracing

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What a proxy before us may have chosen; anything else is not repeated into logs.
_SANE = re.compile(r"[A-Za-z0-9-]{8,64}")


def name_request(get_response: GetResponse) -> GetResponse:
    """Middleware: give the request an id, or keep the one it came with."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _SANE.fullmatch(given) else uuid.uuid4().hex
        with tracing.about(request_id=request_id):
            response = get_response(request)
        response["X-Request-ID"] = request_id
        return response

    return middleware
