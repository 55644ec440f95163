"""Cart Shipping Method Mapping > Import: an edited mapping against the saved one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.urls import reverse

from core.clean_text import clean, unguarded, why_rounded
from core.numbers import whole_number
from settings.models import Company
from settings.rights import Right
from shipping.lookup import ServiceLookup
from shipping.mapping_files import CODE, METHOD, NAME, RUSH
from shipping.mapping_table import CheckedMapping, MappingEntry, check
from shipping.method_matching import normal_name
from shipping.models import MappingUpload, MethodMapping
from shipping.save_mapping import MappingChanged, in_words, save_mapping, version_of
from uploads.columns import cells_by_column
from uploads.kinds import Committed, UploadKind
from uploads.reports import ReportCell, ReportFigure, ReportTable, UploadReport, problem_table

_RUSH = {"yes": True, "y": True, "true": True, "1": True, "x": True, "rush": True}
_RUSH |= dict.fromkeys(("no", "n", "false", "0", ""), False)

# Line number in the file, method name, service, rush: as they stand there.
MappingLine = tuple[int, str, str, str]


class MappingColumn(models.TextChoices):
    """What a column of a mapping file may hold."""

    NAME = "name", NAME
    SERVICE = "service", CODE
    RUSH = "rush", RUSH


@dataclass(slots=True, kw_only=True)
class MappingReport(UploadReport):
    """What a file would do. `problems` are (line number, sentence); with any, nothing is saved."""

    checked: CheckedMapping
    problems: list[tuple[int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


class MappingFiles(UploadKind[MappingUpload]):
    """Lines of a method name and its service; committed at once, and forgotten then."""

    name = "mapping"
    title = "Import mapping"
    model = MappingUpload
    right = Right.SETTINGS
    columns = MappingColumn
    heading_words = {
        MappingColumn.NAME: ("websitemethodname", "websitemethod"),
        MappingColumn.SERVICE: ("shippingcode", "shippingmethod"),
        MappingColumn.RUSH: ("rushservice", "rush"),
    }
    most_lines = 10_000
    about = "shipping/_about_mapping_files.html"
    upload_url, detail_url = "mapping_upload", "mapping_upload_report"
    is_of_company = True
    fields = {
        "replaces": forms.BooleanField(
            label="Remove rows that the file does not name",
            required=False,
            help_text="Otherwise the file adds and changes rows, and removes none.",
        )
    }

    def why_not_columns(self, columns: Mapping[str, int]) -> str:
        if MappingColumn.NAME not in columns or MappingColumn.SERVICE not in columns:
            return (
                f"Choose the columns that hold the {NAME} and the {CODE} (or the {METHOD}). The "
                "export of the mapping is a file to start from."
            )
        return ""

    def crumbs(self, company: Company | None) -> list[tuple[str, str]]:
        if company is None:
            return []
        mapping = ("Cart Shipping Method Mapping", reverse("shipping_mapping", args=[company.pk]))
        return [("Manage Companies", reverse("company_list")), (company.name, ""), mapping]

    def stamp(self, upload: MappingUpload) -> str:
        return str(version_of(upload.company))

    def report_on(self, upload: MappingUpload) -> MappingReport:
        lines = lines_of(upload)
        saved = list(MethodMapping.objects.of(upload.company))
        entries, problems = _entries(lines, saved, replaces=upload.replaces)
        numbers = {entry.key: line[0] for entry, line in zip(entries, lines, strict=False)}
        checked = check(entries, saved, ServiceLookup.of_catalogue())
        for key, sentences in checked.problems.items():
            problems += [(numbers[key], sentence) for sentence in sentences.values()]
        title = "What an import would do"
        report = MappingReport(title=title, checked=checked, problems=sorted(problems))
        _sort_out(report, saved)
        _word(report, replaces=upload.replaces)
        return report

    def commit(self, upload: MappingUpload, *, by: AbstractBaseUser, stamp: str) -> Committed:
        """Save all of the file, or nothing; nothing too when others saved since the report."""
        report = self.report_on(upload)
        sentence = "Somebody saved the mapping meanwhile. Look at the report as it is now."
        if report.problems:
            return Committed(sentence, is_refused=True)
        version = whole_number(stamp)
        try:
            outcome = save_mapping(upload.company, report.checked, version=version, by=by)
        except MappingChanged:
            return Committed(sentence, is_refused=True)
        upload.delete()
        return Committed(in_words(outcome), reverse("shipping_mapping", args=[upload.company_id]))


MAPPING_FILES = MappingFiles()


def lines_of(upload: MappingUpload) -> list[MappingLine]:
    """The lines that say something, without the guards of an export."""
    lines = []
    for number, cells in upload.lines:
        texts = cells_by_column(cells, upload.columns)
        name, service, rush = (texts.get(column, "") for column in MappingColumn.values)
        if name or service or rush:
            lines.append((number, unguarded(name), clean(service), clean(rush)))
    return lines


def _entries(
    lines: Iterable[MappingLine], saved: Iterable[MethodMapping], *, replaces: bool
) -> tuple[list[MappingEntry], list[tuple[int, str]]]:
    """The lines as entries, each on its saved row if it has one; and unreadable Rush cells."""
    known = {row.normal_name: row for row in saved}
    entries, problems = [], []
    for number, name, service, rush in lines:
        row = known.pop(normal_name(name), None)
        is_rush = _RUSH.get(rush.casefold())
        if reason := why_rounded(name, is_number=False):
            problems.append((number, reason))
        if is_rush is None:
            problems.append((number, f"Rush Service is “{rush[:40]}”. Enter Yes or No."))
        entries.append(
            MappingEntry(
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


def _removal(row: MethodMapping) -> MappingEntry:
    return MappingEntry(key=str(row.pk), name=row.name, service="", is_rush=False, is_removed=True)


def _sort_out(report: MappingReport, saved: Iterable[MethodMapping]) -> None:
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


def _word(report: MappingReport, *, replaces: bool) -> None:
    """Figures, remark and tables of what `report` sorted out."""
    groups = (("Added", report.added), ("Changed", report.changed), ("Removed", report.removed))
    report.figures = [
        *(ReportFigure(label, len(names)) for label, names in groups),
        ReportFigure("Unchanged", report.unchanged),
        ReportFigure("Problems", len(report.problems), is_bad=True),
    ]
    if report.problems:
        report.tables = problem_table(report.problems)
        report.remark = (
            "Nothing was saved, and nothing can be while a line is wrong. Mend the file and upload "
            "it again."
        )
        return
    report.tables = [_names(label, names) for label, names in groups if names]
    report.commit_label = "Commit"
    stay = "" if replaces else " Rows that the file does not name stay."
    report.remark = f"Nothing was saved yet.{stay}"


def _names(label: str, names: Sequence[str]) -> ReportTable:
    rows = [[ReportCell(name)] for name in names]
    folded = label != "Removed"
    return ReportTable(title=label, headings=(NAME,), rows=rows, is_folded=folded)
