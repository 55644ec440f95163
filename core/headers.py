"""What every page tells the browser: keep nothing, and let no other site or device use it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Nothing here needs any of them.
_NO_DEVICES = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def protect(get_response: GetResponse) -> GetResponse:
    """Middleware: no cache keeps an answer that was made for a person, files included.

    Static files are answered before it and may be kept.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store"
        response.setdefault("Permissions-Policy", _NO_DEVICES)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
