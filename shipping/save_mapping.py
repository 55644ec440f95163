"""Writing a mapping down: all of it or nothing, with every change in the Change Log."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from settings.change_log import new_entry
from settings.models import Company
from shipping.mapping_table import CheckedMapping, MappingRow
from shipping.method_matching import normal_name
from shipping.models import MethodMapping, ShippingDefaults, ShippingService

Defaults = Mapping[str, ShippingService | None]


class MappingChanged(Exception):
    """Somebody saved the mapping meanwhile; nothing was written."""


@dataclass(slots=True)
class MappingSaveOutcome:
    """How many rows a save made, changed and deleted."""

    created: int = 0
    changed: int = 0
    deleted: int = 0
    log: list[LogEntry] = field(default_factory=list, repr=False)


def in_words(outcome: MappingSaveOutcome) -> str:
    """What a save did, as a sentence."""
    parts = [
        f"{number} {word}"
        for number, word in (
            (outcome.created, "added"),
            (outcome.changed, "changed"),
            (outcome.deleted, "removed"),
        )
        if number
    ]
    return f"The mapping was saved: {', '.join(parts)}." if parts else "The mapping was saved."


def version_of(company: Company) -> int:
    """The version of the saved mapping; 0 before the first save."""
    found = ShippingDefaults.objects.filter(company=company).values_list("version", flat=True)
    return found.first() or 0


@transaction.atomic
def save_mapping(
    company: Company,
    checked: CheckedMapping,
    *,
    version: int | None,
    by: AbstractBaseUser,
    defaults: Defaults | None = None,
) -> MappingSaveOutcome:
    """Save a table without problems. Raises `MappingChanged` unless `version` is the saved one.

    `defaults` are the company's default services by field name; None leaves them as they are.
    """
    head = _lock(company)
    if head.version != version:
        raise MappingChanged
    saved = {row.pk: row for row in MethodMapping.objects.of(company)}
    outcome = MappingSaveOutcome()
    _delete(saved, checked.removed, by, outcome)
    _change(saved, checked.rows, by, outcome)
    _create(company, [row for row in checked.rows if not row.row_id], by, outcome)
    if defaults is not None:
        _set_defaults(head, defaults, by, outcome)
    LogEntry.objects.bulk_create(outcome.log)
    if outcome.log:
        _note_save(head, by)
    return outcome


def note_change(company: Company, by: AbstractBaseUser) -> None:
    """Raise the version, for a change that was made elsewhere: whoever edits now is told."""
    with transaction.atomic():
        _note_save(_lock(company), by)


def _lock(company: Company) -> ShippingDefaults:
    ShippingDefaults.objects.bulk_create([ShippingDefaults(company=company)], ignore_conflicts=True)
    return ShippingDefaults.objects.select_for_update().get(company=company)


def _note_save(head: ShippingDefaults, by: AbstractBaseUser) -> None:
    # An update passes by django-auditlog: what was changed is in the log already.
    ShippingDefaults.objects.filter(pk=head.pk).update(
        **{f"{name}_id": getattr(head, f"{name}_id") for name in ShippingDefaults.SERVICES},
        version=head.version + 1,
        saved_at=timezone.now(),
        saved_by_id=by.pk,
    )


def _delete(
    saved: dict[int, MethodMapping],
    removed: set[int],
    by: AbstractBaseUser,
    outcome: MappingSaveOutcome,
) -> None:
    rows = [saved.pop(row_id) for row_id in sorted(removed) if row_id in saved]
    with disable_auditlog():  # it would write one statement a row
        MethodMapping.objects.filter(pk__in=[row.pk for row in rows]).delete()
    action = LogEntry.Action.DELETE
    outcome.log += [new_entry(row, action, _values(row, None), by=by) for row in rows]
    outcome.deleted = len(rows)


def _change(
    saved: dict[int, MethodMapping],
    rows: list[MappingRow],
    by: AbstractBaseUser,
    outcome: MappingSaveOutcome,
) -> None:
    changed = []
    for row in rows:
        kept = saved.get(row.row_id)
        if kept is None:
            continue
        before = _said(kept)
        take(kept, row)
        differences = {
            name: [old, new]
            for (name, old), new in zip(before.items(), _said(kept).values(), strict=True)
            if old != new
        }
        if differences:
            changed.append(kept)
            outcome.log.append(new_entry(kept, LogEntry.Action.UPDATE, differences, by=by))
    columns = ["name", "normal_name", "service", "is_rush", "store_shipping_id", "renamed_to"]
    # `bulk_update` takes seconds for 2,000 rows, an upsert milliseconds.
    MethodMapping.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=columns
    )
    outcome.changed = len(changed)


def take(kept: MethodMapping, row: MappingRow) -> MethodMapping:
    """`kept`, saved or new, brought up to what was typed. Writes nothing."""
    if row.normal_name != kept.normal_name:
        # Another name is another method, unless it is the one the store gave this method.
        if row.normal_name != normal_name(kept.renamed_to):
            kept.store_shipping_id = ""
        kept.renamed_to = ""
    kept.name, kept.normal_name = row.name, row.normal_name
    kept.service, kept.is_rush = row.service, row.is_rush
    return kept


def _create(
    company: Company, rows: list[MappingRow], by: AbstractBaseUser, outcome: MappingSaveOutcome
) -> None:
    created = MethodMapping.objects.bulk_create(
        take(MethodMapping(company=company), row) for row in rows
    )
    action = LogEntry.Action.CREATE
    outcome.log += [new_entry(row, action, _values(None, row), by=by) for row in created]
    outcome.created = len(created)


def _set_defaults(
    head: ShippingDefaults, defaults: Defaults, by: AbstractBaseUser, outcome: MappingSaveOutcome
) -> None:
    differences = {
        name: [str(getattr(head, name)), str(service)]
        for name, service in defaults.items()
        if getattr(head, name) != service
    }
    for name, service in defaults.items():
        setattr(head, name, service)
    if differences:
        outcome.log.append(new_entry(head, LogEntry.Action.UPDATE, differences, by=by))


def _said(row: MethodMapping) -> dict[str, str]:
    return {"name": row.name, "service": str(row.service), "is_rush": str(row.is_rush)}


def _values(old: MethodMapping | None, new: MethodMapping | None) -> dict[str, list[str]]:
    before, after = _said(old) if old else {}, _said(new) if new else {}
    return {name: [before.get(name, ""), after.get(name, "")] for name in before | after}
