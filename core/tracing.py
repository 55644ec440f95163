"""Which request or job a line of the log belongs to."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied

_about: ContextVar[dict[str, str]] = ContextVar("about", default={})  # noqa: B039 - never changed

NAMES = ("request_id", "task_id", "job_id")


def current() -> dict[str, str]:
    """What is being worked on, for example {"request_id": "4f2a…", "job_id": "12"}."""
    return dict(_about.get())


@contextmanager
def about(**ids: str) -> Iterator[None]:
    """Lines logged inside carry `ids` besides those from outside."""
    token = _about.set({**_about.get(), **ids})
    try:
        yield
    finally:
        _about.reset(token)


class AddIds(logging.Filter):
    """Writes the ids on each record, unless it brings its own (from another thread, say)."""

    def filter(self, record: logging.LogRecord) -> bool:
        ids = {**current(), **getattr(record, "about", {})}
        for name in NAMES:
            setattr(record, name, ids.get(name, ""))
        record.ids = " ".join(f"{name}={ids[name]}" for name in NAMES if ids.get(name))
        return True


class RefusalsInOneLine(logging.Filter):
    """A refused access is worth a line of the log, but no traceback: nothing went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, PermissionDenied):
            record.msg, record.args = f"{record.getMessage()}: {error}", ()
            record.exc_info, record.exc_text = None, None
        return True
