"""Validators without business nouns.

They live here and not in the app `settings`: a migration that imports `settings.anything` clashes
with `from django.conf import settings`, which Django writes into the same file.
"""

import zoneinfo

from django.core.exceptions import ValidationError


def validate_time_zone(name: str) -> None:
    """Raise `ValidationError` unless `name` is an IANA time zone such as Europe/Berlin."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not a time zone. Use a name such as Europe/Berlin.")
