"""Uploads stay small, and lie under names that nobody can guess."""

import uuid
from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings as django_settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def limit_request_size(get_response: GetResponse) -> GetResponse:
    """Middleware: answer 413 to a request above `LARGEST_REQUEST` bytes, or of unknown length."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_chunked = "HTTP_TRANSFER_ENCODING" in request.META
        if is_chunked or not length.isdecimal() or int(length) > django_settings.LARGEST_REQUEST:
            limit = django_settings.LARGEST_REQUEST // 1024 // 1024
            sentence = f"This is too large. Send files of up to {limit} MB."
            return HttpResponse(sentence, status=413, content_type="text/plain")
        return get_response(request)

    return answer


def logo_path(_owner: object, filename: str) -> str:
    """A path in the storage; of `filename` only the ending is kept."""
    return f"logos/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()}"
