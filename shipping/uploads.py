"""An uploaded mapping against the saved one: what it would change, and committing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from settings.models import Company
from shipping.files import Line
from shipping.lookup import ServiceLookup
from shipping.matching import normal_name
from shipping.models import MappingUpload, MethodMapping
from shipping.saving import Outcome, save_mapping
from shipping.table import Checked, Entry, check

KEPT = timedelta(days=1)

_RUSH = {"yes": True, "y": True, "true": True, "1": True, "x": True, "rush": True}
_RUSH |= dict.fromkeys(("no", "n", "false", "0", ""), False)


@dataclass(slots=True)
class Report:
    """What a file would do. `problems` are (line number, sentence); with any, nothing is saved."""

    checked: Checked
    problems: list[tuple[int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


class HasProblems(Exception):
    """The file cannot be committed; its report says why."""


def keep_upload(
    company: Company, lines: Sequence[Line], *, name: str, replaces: bool, by: AbstractBaseUser
) -> MappingUpload:
    """Keep what a file says until a person commits it; what nobody committed goes after a day."""
    old = MappingUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT)
    old.delete()
    return MappingUpload.objects.create(
        company=company,
        uploaded_by_id=by.pk,
        file_name=name[-250:],
        replaces=replaces,
        lines=list(lines),
    )


def report_on(upload: MappingUpload) -> Report:
    """Look through the lines of `upload` as things are now. Reads only."""
    saved = list(MethodMapping.objects.of(upload.company))
    entries, problems = _entries(upload.lines, saved, replaces=upload.replaces)
    numbers = {entry.key: line[0] for entry, line in zip(entries, upload.lines, strict=False)}
    checked = check(entries, saved, ServiceLookup.of_catalogue())
    for key, sentences in checked.problems.items():
        problems += [(numbers[key], sentence) for sentence in sentences.values()]
    report = Report(checked=checked, problems=sorted(problems))
    _sort_out(report, saved)
    return report


def commit(upload: MappingUpload, *, version: int | None, by: AbstractBaseUser) -> Outcome:
    """Save all of `upload`, or nothing.

    Raises `HasProblems`, or `MappingChanged` when somebody saved the mapping since the report.
    """
    report = report_on(upload)
    if report.problems:
        raise HasProblems
    outcome = save_mapping(upload.company, report.checked, version=version, by=by)
    upload.delete()
    return outcome


def _entries(
    lines: Iterable[Line], saved: Iterable[MethodMapping], *, replaces: bool
) -> tuple[list[Entry], list[tuple[int, str]]]:
    """The lines as entries, each on its saved row if it has one; and unreadable Rush cells."""
    known = {row.normal_name: row for row in saved}
    entries, problems = [], []
    for number, name, service, rush in lines:
        row = known.pop(normal_name(name), None)
        is_rush = _RUSH.get(rush.casefold())
        if is_rush is None:
            problems.append((number, f"Rush Service is “{rush[:40]}”. Enter Yes or No."))
        entries.append(
            Entry(
                key=str(row.pk) if row else f"line {number}",
                name=name,
                service=service,
                is_rush=bool(is_rush),
                place=f"line {number}",
            )
        )
    if replaces:
        entries += [_removal(row) for row in known.values()]
    return entries, problems


def _removal(row: MethodMapping) -> Entry:
    return Entry(key=str(row.pk), name=row.name, service="", is_rush=False, is_removed=True)


def _sort_out(report: Report, saved: Iterable[MethodMapping]) -> None:
    known = {row.pk: row for row in saved}
    for row in report.checked.rows:
        kept = known.get(row.row_id)
        if kept is None:
            report.added.append(row.name)
        elif (kept.name, kept.service, kept.is_rush) != (row.name, row.service, row.is_rush):
            report.changed.append(row.name)
        else:
            report.unchanged += 1
    report.removed = sorted(known[key].name for key in report.checked.removed)
