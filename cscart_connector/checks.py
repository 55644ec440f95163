"""System checks: everything that is named by a dotted path must be there at start-up."""

from typing import Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError
from django.utils.module_loading import import_string

from jobs.kinds import all_kinds


def register_all() -> None:
    """Let `manage.py check`, and with it every start, ask the questions below."""
    register(dotted_paths_lead_somewhere)
    register(secrets_can_be_read)


def dotted_paths_lead_somewhere(**_: Any) -> list[CheckMessage]:
    """Report each dotted path of the project settings and of jobs that cannot be imported."""
    plugins = [(f"STORE_PLUGINS[{k!r}]", v) for k, v in django_settings.STORE_PLUGINS.items()]
    kinds = [(f"job_kinds: {kind.name}", kind.run) for kind in all_kinds()]
    receiver = [("OUTCOME_RECEIVER", django_settings.OUTCOME_RECEIVER)]
    paths = plugins + kinds + receiver
    return [error for place, path in paths for error in _import_errors(place, path)]


def secrets_can_be_read(**_: Any) -> list[CheckMessage]:
    """Report companies whose API key no key of FIELD_ENCRYPTION_KEYS decrypts.

    A warning and no error: everybody else's pages and imports run all the same. Before there is a
    database, or its tables, there is nothing to read.
    """
    # By name: models cannot be imported before all rooms are there, and this file is before that.
    companies_with_unreadable_keys = import_string(
        "stores.unreadable_keys.companies_with_unreadable_keys"
    )
    try:
        names = [company.name for company in companies_with_unreadable_keys()]
    except DatabaseError:
        return []
    if not names:
        return []
    what = f"The API Password of {', '.join(names)} cannot be read with FIELD_ENCRYPTION_KEYS."
    hint = "Add the key that it was encrypted with, or have it typed again under Cart General."
    return [Warning(what, hint=hint, id="house.W001")]


def _import_errors(place: str, path: str) -> list[CheckMessage]:
    try:
        import_string(path)
    except ImportError as error:
        return [
            Error(f"{place} names “{path}”, which cannot be imported: {error}", id="house.E001")
        ]
    return []
