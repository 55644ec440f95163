"""Validators without business nouns.

They live here and not in the app `settings`: a migration that imports `settings.anything` clashes
with `from django.conf import settings`, which Django writes into the same file.
"""

import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from PIL import Image

from core.addresses import why_forbidden_url

LARGEST_IMAGE = 1024 * 1024
LONGEST_SIDE = 4000


def validate_time_zone(name: str) -> None:
    """Raise `ValidationError` unless `name` is an IANA time zone such as Europe/Berlin."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Use a name such as Europe/Berlin.")


def validate_store_url(url: str) -> None:
    """Raise `ValidationError` unless `url` is a web address that the application may call."""
    if reason := why_forbidden_url(url):
        raise ValidationError(reason)
    URLValidator(schemes=["http", "https"])(url)
    if "?" in url or "#" in url:
        raise ValidationError("Enter the store's address without what follows ? or #.")


def validate_order_view_url(url: str) -> None:
    """Raise `ValidationError` unless `url` is a web address with {order_id} in it."""
    if "{order_id}" not in url:
        raise ValidationError("Put {order_id} where the order's number stands in the address.")
    URLValidator(schemes=["http", "https"])(url.replace("{order_id}", "1"))


def validate_image(file: "File[Any]") -> None:
    """Raise `ValidationError` unless `file` is a PNG or JPEG of a sensible size.

    The content decides, not the name: what is uploaded is served to others again.
    """
    if getattr(file, "_committed", False):
        return  # it lies in the storage and was looked at when it came
    if file.size > LARGEST_IMAGE:
        raise ValidationError("This picture is larger than 1 MB. Make it smaller first.")
    try:
        file.seek(0)
        with Image.open(file) as image:
            kind, sides = image.format, image.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError("This is not a picture. Choose a PNG or JPEG file.") from error
    finally:
        file.seek(0)
    if kind not in ("PNG", "JPEG"):
        raise ValidationError(f"This is a {kind} picture. Choose a PNG or JPEG file.")
    if max(sides) > LONGEST_SIDE:
        raise ValidationError(f"This picture is larger than {LONGEST_SIDE} pixels.")
