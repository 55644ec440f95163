"""Numbers of invoices and credit notes: one after the other, none missing, none twice."""

from datetime import date

from invoices.document import DocumentKind
from invoices.models import InvoiceSettings, NumberSeries

_DIGITS = 6


def take_numbers(settings: InvoiceSettings, kind: DocumentKind, day: date, count: int) -> range:
    """The next `count` numbers of the series that `day` falls into.

    Only inside a transaction: the series stays locked until it ends, and a rollback gives the
    numbers back, so that no number is ever lost.
    """
    key = {"company": settings.company, "kind": kind.value, "year": series_year(settings, day)}
    NumberSeries.objects.bulk_create(
        [NumberSeries(**key, last_number=settings.first_number - 1)], ignore_conflicts=True
    )
    series = NumberSeries.objects.select_for_update().get(**key)
    first = series.last_number + 1
    series.last_number += count
    series.save(update_fields=["last_number"])
    return range(first, first + count)


def series_year(settings: InvoiceSettings, day: date) -> int:
    """The year of the series for `day`; 0 where numbers go on over the years."""
    return day.year if settings.numbers_by_year else 0


def written(settings: InvoiceSettings, kind: DocumentKind, year: int, number: int) -> str:
    """A number as it is printed: CN-2026-000001."""
    is_credit = kind is DocumentKind.CREDIT_NOTE
    prefix = settings.credit_note_prefix if is_credit else settings.invoice_prefix
    return f"{prefix}{f'{year}-' if year else ''}{number:0{_DIGITS}}"
