"""Secrets from files, as container platforms hand them out."""

from collections.abc import MutableMapping
from pathlib import Path

NAMES = (
    *("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL"),
    *("EMAIL_URL", "METRICS_TOKEN", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SENTRY_DSN"),
)


def read_secret_files(environment: MutableMapping[str, str]) -> None:
    """Where NAME_FILE is set and NAME is not, let NAME be what stands in that file."""
    for name in NAMES:
        path = environment.get(f"{name}_FILE")
        if path and not environment.get(name):
            environment[name] = Path(path).read_text().strip()
