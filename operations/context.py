"""What every page's footer shows."""

from django.http import HttpRequest

from core.version import VERSION


def version(request: HttpRequest) -> dict[str, str]:
    """`version`: the release that answers."""
    return {"version": VERSION}
