"""Change Log: who changed which field from what to what. Written by django-auditlog."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db import models
from django.db.models import F, Func, QuerySet

from settings.models import Company

ENTRIES_PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a Change Log. `field` is '' for a record that was made or deleted."""

    at: datetime
    who: str
    what: str
    field: str
    old: str
    new: str


def entries_of_company(company: Company) -> "QuerySet[LogEntry]":
    """Entries about a company and everything that belongs to it, newest first."""
    entries: QuerySet[LogEntry] = LogEntry.objects.filter(additional_data__company_id=company.pk)
    return entries.select_related("actor", "content_type").order_by("-timestamp", "-id")


def log_context(entries: "QuerySet[LogEntry]", query: Mapping[str, str]) -> dict[str, Any]:
    """What a Change Log page shows of `entries`: a page of lines, and the filter by field.

    `query` may name the `page` and the `field`.
    """
    fields, field = fields_of(entries), query.get("field", "")
    if field in fields:
        entries = only_field(entries, field)
    page = Paginator(entries, ENTRIES_PER_PAGE).get_page(query.get("page"))
    return {
        "page": page,
        "changes": list(changes(page, field)),
        "fields": [(name, name) for name in fields],
        "field": field,
    }


def fields_of(entries: "QuerySet[LogEntry]") -> list[str]:
    """The names of the fields that `entries` are about, for filtering."""
    changed = entries.filter(action=LogEntry.Action.UPDATE).order_by()
    names = changed.annotate(name=Func(F("changes"), function="jsonb_object_keys"))
    return sorted(set(names.values_list("name", flat=True)))


def only_field(entries: "QuerySet[LogEntry]", field: str) -> "QuerySet[LogEntry]":
    """Those of `entries` that changed `field`."""
    return entries.filter(action=LogEntry.Action.UPDATE, changes__has_key=field)


def changes(entries: Iterable[LogEntry], field: str = "") -> Iterator[Change]:
    """`entries` as lines; only those of `field` when it is given."""
    for entry in entries:
        common: dict[str, Any] = {
            "at": entry.timestamp,
            "who": str(entry.actor or "System"),
            "what": _what(entry),
        }
        if entry.action != LogEntry.Action.UPDATE:
            done = "deleted" if entry.action == LogEntry.Action.DELETE else "created"
            yield Change(**common, field="", old="", new=done)
            continue
        for name, values in entry.changes_dict.items():
            if field in ("", name):
                old, new = _old_and_new(entry, name, values)
                yield Change(**common, field=label(entry, name), old=old, new=new)


def new_entry(
    row: models.Model,
    action: int,
    changes: Mapping[str, Sequence[str]],
    *,
    by: AbstractBaseUser | None = None,
) -> LogEntry:
    """An unsaved entry about `row`: bulk writes pass by django-auditlog's own listening.

    `changes` are [old, new] by field name; `by` is None when the system did it.
    """
    additional: Callable[[], dict[str, int]] | None = getattr(row, "get_additional_data", None)
    return LogEntry(
        content_type=ContentType.objects.get_for_model(row),
        object_pk=str(row.pk),
        object_id=row.pk,
        object_repr=str(row),
        action=action,
        changes={name: list(values) for name, values in changes.items()},
        actor_id=by.pk if by else None,
        actor_email=getattr(by, "email", None),
        additional_data=additional() if additional else None,
    )


def label(entry: LogEntry, name: str) -> str:
    """What staff call the field `name` of the entry's record."""
    field = _field(entry, name)
    return str(field.verbose_name) if field is not None else name


def _what(entry: LogEntry) -> str:
    return f"{entry.content_type.name.capitalize()}: {entry.object_repr}"


def _old_and_new(entry: LogEntry, name: str, values: Any) -> tuple[str, str]:
    if isinstance(values, dict):  # many-to-many: {"operation": "add", "objects": [...]}
        names = ", ".join(values.get("objects", []))
        is_added = values.get("operation") == "add"
        return ("", names) if is_added else (names, "")
    field = _field(entry, name)
    words = {"True": "on", "False": "off", "None": "", **dict(field.flatchoices if field else ())}
    old, new = (str(words.get(value, value)) for value in values)
    if isinstance(field, models.DateTimeField):
        old, new = old[:19], new[:19]  # to the second
    return old, new


def _field(entry: LogEntry, name: str) -> "models.Field[Any, Any] | None":
    model = entry.content_type.model_class()
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:  # taken away since
        return None
    return field if isinstance(field, models.Field) else None
