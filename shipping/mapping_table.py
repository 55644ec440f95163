"""The mapping as a person types it or a file brings it, and what is wrong with it. Pure.

One check serves the page, the preview and the import of files, so that all three refuse the same.
Django's formsets take seconds for 2,000 rows; these take milliseconds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from core.numbers import whole_number
from shipping.lookup import ServiceLookup, UnknownService
from shipping.method_matching import normal_name
from shipping.models import MethodMapping, ShippingService

LONGEST_NAME = 250

_SAME = "Names are the same when they differ only in case or white space."


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEntry:
    """A row as it was typed. `key` is the id of the saved row, or any other text for a new one.

    `stamp` is the stamp of the row as it was shown; '' for a new one. `place` is how a message
    points at the row, where its number in the table says nothing.
    """

    key: str
    name: str
    service: str
    is_rush: bool
    is_removed: bool = False
    stamp: str = ""
    place: str = ""

    @property
    def is_touched(self) -> bool:
        """Whether the person changed the row since it was shown."""
        return self.is_removed or self.stamp != stamp(self.name, self.service, self.is_rush)


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingRow:
    """An entry that can be saved. `row_id` is 0 for a new one."""

    key: str
    row_id: int
    name: str
    normal_name: str
    service: ShippingService | None
    is_rush: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedMapping:
    """What a table comes to. `problems` are sentences by key and field ("name" or "service")."""

    rows: list[MappingRow] = field(default_factory=list)
    removed: set[int] = field(default_factory=set)
    problems: dict[str, dict[str, str]] = field(default_factory=dict)


def check(
    entries: Sequence[MappingEntry], saved: Iterable[MethodMapping], lookup: ServiceLookup
) -> CheckedMapping:
    """Look through `entries`. Saved rows that none of them is about count as taken names."""
    known = {row.pk: row for row in saved}
    named = {_row_id(entry, known) for entry in entries}
    taken = {
        row.normal_name: f"“{row.name}” is mapped already. {_SAME}"
        for row in known.values()
        if row.pk not in named
    }
    checked = CheckedMapping()
    for number, entry in enumerate(entries, start=1):
        row_id = _row_id(entry, known)
        if entry.is_removed:
            checked.removed.update([row_id] if row_id else [])
            continue
        name = " ".join(entry.name.split())
        normal = normal_name(name)
        problem = _name_problem(name, normal, taken)
        problems = {"name": problem} if problem else {}
        place = entry.place or f"row {number}"
        if normal:
            taken.setdefault(normal, f"The same name stands in {place}. {_SAME}")
        service = None
        try:
            service = lookup.find(entry.service, kept=known[row_id].service_id if row_id else None)
        except UnknownService as unknown:
            problems["service"] = str(unknown)
        if problems:
            checked.problems[entry.key] = problems
        else:
            checked.rows.append(
                MappingRow(
                    key=entry.key,
                    row_id=row_id,
                    name=name,
                    normal_name=normal,
                    service=service,
                    is_rush=entry.is_rush,
                )
            )
    return checked


def stamp(name: str, service: str, is_rush: bool) -> str:
    """A short mark of what a row says, for seeing later whether it was touched."""
    says = {"version": 1, "name": name, "service": service, "is_rush": is_rush}
    return f"{crc32(json.dumps(says).encode()):x}"


def saved_entry(row: MethodMapping, lookup: ServiceLookup) -> MappingEntry:
    """A saved row as it is shown."""
    service = lookup.label(row.service_id)
    return MappingEntry(
        key=str(row.pk),
        name=row.name,
        service=service,
        is_rush=row.is_rush,
        stamp=stamp(row.name, service, row.is_rush),
    )


def _name_problem(name: str, normal: str, taken: Mapping[str, str]) -> str:
    if not normal:
        return "Enter the Website Method Name, or remove this row."
    if len(name) > LONGEST_NAME:
        return f"Shorten the name: it has {len(name)} characters, {LONGEST_NAME} fit."
    return taken.get(normal, "")


def _row_id(entry: MappingEntry, known: Mapping[int, MethodMapping]) -> int:
    row_id = whole_number(entry.key)
    return row_id if row_id is not None and row_id in known else 0
