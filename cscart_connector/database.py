"""The connection to PostgreSQL: out of DATABASE_URL, and ended where a machine has gone."""

from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

# A machine that vanishes without a word (power, network) keeps its advisory locks, and so its work,
# until its connections end. Both ends ask after half a minute of silence and give up three
# questions, or a minute of unanswered writes, later: within two minutes another worker goes on.
# https://www.postgresql.org/docs/current/runtime-config-connection.html
_SECONDS_OF_SILENCE, _SECONDS_BETWEEN, _QUESTIONS = 30, 10, 3
_MILLISECONDS_UNANSWERED = 60_000
_OURS = {
    "keepalives": 1,
    "keepalives_idle": _SECONDS_OF_SILENCE,
    "keepalives_interval": _SECONDS_BETWEEN,
    "keepalives_count": _QUESTIONS,
    "tcp_user_timeout": _MILLISECONDS_UNANSWERED,
    "connect_timeout": 10,
}
_THEIRS = (
    f"-c tcp_keepalives_idle={_SECONDS_OF_SILENCE} "
    f"-c tcp_keepalives_interval={_SECONDS_BETWEEN} "
    f"-c tcp_keepalives_count={_QUESTIONS} "
    f"-c tcp_user_timeout={_MILLISECONDS_UNANSWERED}"
)


def database(url: str) -> dict[str, Any]:
    """Django's settings for the database at `url`, postgres://user:password@host:port/name.

    The password may also come as PGPASSWORD, as libpq reads it, where it is taken as it stands.
    What the URL asks for after its `?` goes before ours. Raises `ImproperlyConfigured` for a URL
    that cannot be meant, such as one with a password whose marks were not escaped.
    """
    try:
        parts: dict[str, Any] = _parts(url)
        is_whole = bool(parts.get("NAME")) and "@" not in f"{parts['NAME']}{parts['HOST']}"
    except (ValueError, KeyError) as error:
        raise _unreadable() from error
    if not is_whole:
        raise _unreadable()
    asked = parts.pop("OPTIONS", {})
    theirs = " ".join(filter(None, [_THEIRS, asked.pop("options", "")]))
    return {
        **parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_OURS, "options": theirs, **asked},
    }


def _parts(url: str) -> dict[str, Any]:
    if urlsplit(url).scheme not in environ.Env.POSTGRES_FAMILY:
        raise _unreadable()
    parts: dict[str, Any] = environ.Env.db_url_config(url)
    return parts


def _unreadable() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "DATABASE_URL cannot be read. It looks like postgres://user:password@host:5432/name. A "
        "password with / % @ : ? or # in it must be percent-encoded there, or left out of the URL "
        "and given as PGPASSWORD."
    )
