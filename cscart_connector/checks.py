"""System checks: everything that is named by a dotted path must be there at start-up."""

from typing import Any

from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from jobs.kinds import all_kinds


def register_all() -> None:
    """Let `manage.py check`, and with it every start, ask the questions below."""
    register(dotted_paths_lead_somewhere)


def dotted_paths_lead_somewhere(**_: Any) -> list[CheckMessage]:
    """Report each dotted path of the project settings and of jobs that cannot be imported."""
    plugins = [(f"STORE_PLUGINS[{k!r}]", v) for k, v in django_settings.STORE_PLUGINS.items()]
    kinds = [(f"job_kinds: {kind.name}", kind.run) for kind in all_kinds()]
    receiver = [("OUTCOME_RECEIVER", django_settings.OUTCOME_RECEIVER)]
    paths = plugins + kinds + receiver
    return [error for place, path in paths for error in _import_errors(place, path)]


def _import_errors(place: str, path: str) -> list[CheckMessage]:
    try:
        import_string(path)
    except ImportError as error:
        return [
            Error(f"{place} names “{path}”, which cannot be imported: {error}", id="house.E001")
        ]
    return []
