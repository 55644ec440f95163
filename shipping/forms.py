"""The mapping page's form: a table of any length, and the company defaults."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from django.http import QueryDict

from core.numbers import whole_number
from shipping.lookup import ServiceLookup, UnknownService
from shipping.mapping_table import CheckedMapping, MappingEntry, check, saved_entry
from shipping.models import MethodMapping, ShippingDefaults, ShippingService


@dataclass(slots=True)
class MappingForm:
    """What is in the fields of the page. `defaults` are texts by field of `ShippingDefaults`.

    In a request the rows' fields `key`, `name`, `service` and `stamp` are lists of one length;
    `rush` and `remove` list the keys of the rows that are ticked. `version` is None when what was
    sent is none.
    """

    version: int | None
    entries: list[MappingEntry]
    defaults: dict[str, str]
    saved: Sequence[MethodMapping]
    lookup: ServiceLookup
    chosen: dict[str, ShippingService | None] = field(default_factory=dict)
    default_problems: dict[str, str] = field(default_factory=dict)
    _numbers: Iterator[int] | None = None

    @classmethod
    def of_saved(
        cls,
        saved: Sequence[MethodMapping],
        defaults: ShippingDefaults | None,
        lookup: ServiceLookup,
    ) -> "MappingForm":
        """The form as it is first shown."""
        services = {
            name: getattr(defaults, f"{name}_id", None) for name in ShippingDefaults.SERVICES
        }
        return cls(
            version=defaults.version if defaults else 0,
            entries=[saved_entry(row, lookup) for row in saved],
            defaults={name: lookup.label(key) if key else "" for name, key in services.items()},
            saved=saved,
            lookup=lookup,
        )

    @classmethod
    def of_request(
        cls, data: QueryDict, saved: Sequence[MethodMapping], lookup: ServiceLookup
    ) -> "MappingForm":
        """The form as it was sent."""
        return cls(
            version=whole_number(data.get("version", "")),
            entries=_entries(data),
            defaults={name: data.get(f"default_{name}", "") for name in ShippingDefaults.SERVICES},
            saved=saved,
            lookup=lookup,
        )

    def check(self) -> CheckedMapping:
        """Look through the table; problems of the defaults go to `default_problems`."""
        for name, text in self.defaults.items():
            try:
                self.chosen[name] = self.lookup.find(text) if text.strip() else None
            except UnknownService as unknown:
                self.default_problems[name] = str(unknown)
        return check(self.entries, self.saved, self.lookup)

    def add(self, name: str = "", service: str = "", *, is_rush: bool = False) -> None:
        """Add a row that is not saved yet."""
        if self._numbers is None:
            keys = [entry.key[1:] for entry in self.entries if entry.key.startswith("n")]
            self._numbers = count(1 + max((int(key) for key in keys if key.isdecimal()), default=0))
        key = f"n{next(self._numbers)}"
        self.entries.append(MappingEntry(key=key, name=name, service=service, is_rush=is_rush))

    def merge(self, version: int) -> dict[str, str]:
        """Bring in what somebody else saved meanwhile; gives a remark for each row it touches.

        Rows that the person has not touched follow the other; those touched stay as typed.
        """
        remarks: dict[str, str] = {}
        theirs = {str(row.pk): saved_entry(row, self.lookup) for row in self.saved}
        merged = []
        for mine in self.entries:
            other = theirs.pop(mine.key, None)
            kept, remark = _merged(mine, other)
            if kept is not None:
                merged.append(kept)
            if remark:
                remarks[mine.key] = remark
        for key, other in theirs.items():
            merged.append(other)
            remarks[key] = "Added by somebody else meanwhile."
        self.entries, self.version = merged, version
        return remarks


def _merged(mine: MappingEntry, other: MappingEntry | None) -> tuple[MappingEntry | None, str]:
    """The entry that goes on, and what to say about it; `other` is what is saved now."""
    if other is None:
        if not mine.stamp:  # a new row
            return mine, ""
        if not mine.is_touched or mine.is_removed:
            return None, ""
        return mine, "Removed by somebody else meanwhile; Save adds it again."
    if other.stamp == mine.stamp:
        return mine, ""
    if not mine.is_touched:
        return other, "Changed by somebody else meanwhile."
    rush = ", Rush Service" if other.is_rush else ""
    remark = f"Saved by somebody else meanwhile as {other.name}: {other.service}{rush}."
    return replace(mine, stamp=other.stamp), f"{remark} Save puts yours in its place."


def _entries(data: QueryDict) -> list[MappingEntry]:
    rush, removed = set(data.getlist("rush")), set(data.getlist("remove"))
    columns: Mapping[str, list[str]] = {
        name: data.getlist(name) for name in ("key", "name", "service", "stamp")
    }
    return [
        MappingEntry(
            key=key,
            name=name,
            service=service,
            stamp=stamp,
            is_rush=key in rush,
            is_removed=key in removed,
        )
        for key, name, service, stamp in zip(*columns.values(), strict=False)
    ]
