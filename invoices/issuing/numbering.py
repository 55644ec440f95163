"""Numbers of invoices and credit notes: one after the other, none missing, none twice.

All numbers of a company are given under one lock, the row of its Invoice Settings, and the day is
asked for under it. So a batch over midnight has one day, and a number of 2026 never carries a date
of 2027.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.refusals import Refused
from invoices.document import DocumentKind
from invoices.models import InvoiceSettings, IssuedDocument, NumberSeries
from settings.models import Company

_DIGITS = 6
_KINDS = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)

# The last number of each series, by kind and year; year 0 for a series that goes on for ever.
LastNumbers = Mapping[tuple[str, int], int]


class CannotNumber(Refused):
    """The next number is taken. The message says by what, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedNumber:
    """A number of a series, and as it is printed."""

    year: int
    sequence: int
    text: str


def begin_numbering(company: Company) -> tuple[InvoiceSettings, date]:
    """The settings by which numbers are given now, and the day, in the company's time zone.

    Only inside a transaction: until its end nobody else numbers documents of the company.
    """
    InvoiceSettings.objects.get_or_create(company=company)
    settings = InvoiceSettings.objects.select_for_update().get(company=company)
    settings.company = company
    return settings, timezone.now().astimezone(company.zone).date()


def take_numbers(
    settings: InvoiceSettings, kind: DocumentKind, day: date, count: int
) -> list[IssuedNumber]:
    """The next `count` numbers of the series that `day` falls into. Raises `CannotNumber`.

    Only after `begin_numbering`: a rollback gives the numbers back, so that none is ever lost.
    """
    year = series_year(settings, day)
    first = next_number(settings, kind, year, last_numbers(settings.company))
    numbers = [
        IssuedNumber(year=year, sequence=number, text=written(settings, kind, year, number))
        for number in range(first, first + count)
    ]
    _refuse_taken(settings.company, [number.text for number in numbers])
    NumberSeries.objects.update_or_create(
        company=settings.company,
        kind=kind.value,
        year=year,
        defaults={"last_number": first + count - 1},
    )
    return numbers


def series_year(settings: InvoiceSettings, day: date) -> int:
    """The year of the series for `day`; 0 where numbers go on over the years."""
    return day.year if settings.numbers_by_year else 0


def last_numbers(company: Company) -> LastNumbers:
    """The last number of each series of the company."""
    rows = NumberSeries.objects.filter(company=company)
    return {(row.kind, row.year): row.last_number for row in rows}


def next_number(settings: InvoiceSettings, kind: DocumentKind, year: int, last: LastNumbers) -> int:
    """The next number of a series: *First number* where the kind has none yet, else its next."""
    if not any(known == kind.value for known, _year in last):
        return settings.first_number
    return last.get((kind.value, year), 0) + 1


def written(settings: InvoiceSettings, kind: DocumentKind, year: int, number: int) -> str:
    """A number as it is printed: CN-2026-000001."""
    return f"{_prefix(settings, kind)}{f'{year}-' if year else ''}{number:0{_DIGITS}}"


def why_not_numbered_so(
    settings: InvoiceSettings, *, last: LastNumbers, issued: Collection[str], today: date
) -> dict[str, str]:
    """Why documents cannot be numbered by `settings`: sentences by field; {} when they can.

    `issued` are the printed numbers that the company has given so far. Pure.
    """
    mistakes: dict[str, str] = {}
    if _may_meet(settings):
        mistakes["credit_note_prefix"] = (
            "Invoices and credit notes would get the same numbers. Enter a prefix that tells them "
            "apart, such as CN-."
        )
    for kind, field in zip(_KINDS, ("invoice_prefix", "credit_note_prefix"), strict=True):
        if field not in mistakes and (taken := _met_again(settings, kind, last, issued, today)):
            mistakes[field] = (
                f"So the number {taken} would be given a second time. Enter another prefix."
            )
    return mistakes


def _may_meet(settings: InvoiceSettings) -> bool:
    """Whether an invoice and a credit note may come to the same printed number."""
    first, second = settings.invoice_prefix, settings.credit_note_prefix
    if settings.numbers_by_year:
        return first == second
    shorter, longer = sorted((first, second), key=len)
    return longer.startswith(shorter) and (longer[len(shorter) :].isdecimal() or first == second)


def _met_again(
    settings: InvoiceSettings,
    kind: DocumentKind,
    last: LastNumbers,
    issued: Collection[str],
    today: date,
) -> str:
    """A number that was printed before and would be printed again by the series to come."""
    prefix = re.escape(_prefix(settings, kind))
    year = r"(?P<year>\d{4})-" if settings.numbers_by_year else ""
    form = re.compile(rf"{prefix}{year}(?P<number>\d{{{_DIGITS},}})")
    for text in issued:
        found = form.fullmatch(text)
        if found is None:
            continue
        of_year = int(found["year"]) if settings.numbers_by_year else 0
        if of_year and of_year < today.year:
            continue
        number = int(found["number"])
        is_to_come = number >= next_number(settings, kind, of_year, last)
        if is_to_come and written(settings, kind, of_year, number) == text:
            return text
    return ""


def _prefix(settings: InvoiceSettings, kind: DocumentKind) -> str:
    is_credit = kind is DocumentKind.CREDIT_NOTE
    return settings.credit_note_prefix if is_credit else settings.invoice_prefix


def _refuse_taken(company: Company, numbers: Collection[str]) -> None:
    issued = IssuedDocument.objects.filter(company=company, number__in=numbers)
    if (taken := issued.values_list("number", flat=True).first()) is not None:
        raise CannotNumber(
            f"The number {taken} was given before, so nothing was issued. Enter another prefix "
            "under Invoice Settings, Numbers."
        )
