"""The only place that knows a request may come from htmx."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails


def wants_part(request: HttpRequest, part: str) -> bool:
    """Whether htmx asks for the element with id `part` alone."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by HtmxMiddleware
    return bool(htmx) and htmx.target == part


def render_page_or_part(
    request: HttpRequest, page: str, part: str, context: dict[str, Any]
) -> HttpResponse:
    """Render the template `page`, or only its part when htmx asks for the part alone.

    `part` is a template beside the page whose root element's id is its file name without `_` and
    `.html`; the page includes it, so both always look alike.
    """
    part_id = part.rsplit("/", 1)[-1].removeprefix("_").removesuffix(".html")
    return render(request, part if wants_part(request, part_id) else page, context)
