"""Numbers: none twice, none missing, over New Year, settings and several people at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from threading import Lock

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from invoices.document import DocumentKind
from invoices.issuing.issuing import issue_invoices
from invoices.issuing.numbering import (
    CannotNumber,
    begin_numbering,
    next_number,
    series_year,
    take_numbers,
    why_not_numbered_so,
    written,
)
from invoices.models import InvoiceSettings, IssuedDocument, NumberSeries
from invoices.settings.forms import InvoiceSettingsForm
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_company, a_store_order


def test_numbers_begin_with_one_every_year_and_with_the_first_number_once(shop):
    InvoiceSettings.objects.create(company=shop, first_number=5001)
    texts = []
    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1)):
        with transaction.atomic():
            settings, _today = begin_numbering(shop)
            texts += [one.text for one in take_numbers(settings, DocumentKind.INVOICE, day, 2)]
    assert texts == [
        *("2026-005001", "2026-005002"),
        *("2027-000001", "2027-000002"),
        *("2028-000001", "2028-000002"),
    ]


PREFIXES = st.sampled_from(["", "2026-", "2027-", "A", "CN-", "1", "A1"])


@given(
    changes=st.lists(
        st.tuples(PREFIXES, PREFIXES, st.booleans(), st.integers(0, 3), st.booleans()), max_size=12
    ),
    first_number=st.sampled_from([1, 7, 999_999]),
)
def test_no_number_comes_twice_or_is_missing_over_changes_of_settings(changes, first_number):
    """Settings are changed where that is not refused, years pass, and documents are issued."""
    settings = InvoiceSettings(first_number=first_number)
    last: dict[tuple[str, int], int] = {}
    issued: list[str] = []
    taken: dict[tuple[str, int], list[int]] = {}
    year = 2026
    for invoice_prefix, credit_prefix, by_year, documents, is_new_year in changes:
        wanted = InvoiceSettings(
            first_number=first_number,
            invoice_prefix=invoice_prefix,
            credit_note_prefix=credit_prefix,
            numbers_by_year=by_year,
        )
        year += is_new_year
        today = date(year, 6, 1)
        if not why_not_numbered_so(wanted, last=last, issued=issued, today=today):
            settings = wanted
        for kind in (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE) * documents:
            of_year = series_year(settings, today)
            number = next_number(settings, kind, of_year, last)
            last[kind.value, of_year] = number
            issued.append(written(settings, kind, of_year, number))
            taken.setdefault((kind.value, of_year), []).append(number)
    assert len(set(issued)) == len(issued)
    for numbers in taken.values():
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def a_form(shop, **changed: object) -> InvoiceSettingsForm:
    settings = InvoiceSettings.objects.get(company=shop)
    form = InvoiceSettingsForm(instance=settings)
    kept = {name: form[name].value() for name in form.fields if form[name].value() is not False}
    return InvoiceSettingsForm({**kept, **changed}, instance=settings)


def test_settings_that_would_repeat_a_number_are_refused(shop, order):
    issue_invoices(shop, [order.pk], by=None)
    (number,) = IssuedDocument.objects.values_list("number", flat=True)
    same = a_form(shop, invoice_prefix=f"{number[:4]}-", numbers_by_year="")
    assert f"the number {number} would be given a second time" in str(same.errors)
    both = a_form(shop, credit_note_prefix="")
    assert "Invoices and credit notes would get the same numbers" in str(both.errors)
    late = a_form(shop, first_number=5001)
    assert "counting goes on from the last one" in str(late.errors["first_number"])
    assert a_form(shop, invoice_prefix="R-").is_valid()


def test_a_number_that_is_taken_by_earlier_settings_stops_before_anything_is_written(shop, order):
    issue_invoices(shop, [order.pk], by=None)
    InvoiceSettings.objects.update(credit_note_prefix="")  # as an earlier version let it be saved
    with transaction.atomic():
        settings, today = begin_numbering(shop)
        with pytest.raises(CannotNumber, match="was given before"):
            take_numbers(settings, DocumentKind.CREDIT_NOTE, today, 1)
    assert NumberSeries.objects.count() == 1


class MovedClock:
    """A clock that stands shortly before midnight and goes on with every look at it."""

    def __init__(self, now: datetime, step: timedelta) -> None:
        self._now, self._step, self._lock = now, step, Lock()

    def now(self) -> datetime:
        with self._lock:
            self._now += self._step
            return self._now


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_prints_in_parallel_over_new_year_keep_number_and_date_together(monkeypatch):
    company = a_company()
    receive(company, [a_store_order(str(number)) for number in range(1, 25)])
    ids = list(Order.objects.order_by("pk").values_list("pk", flat=True))
    clock = MovedClock(datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC), timedelta(seconds=2))
    monkeypatch.setattr("invoices.issuing.numbering.timezone.now", clock.now)

    def work(part: list[int]) -> None:
        with own_connection():
            for place in range(0, len(part), 3):
                issue_invoices(company, part[place : place + 3], by=None)

    with ThreadPoolExecutor(3) as people:
        list(people.map(work, (ids, ids[12:] + ids[:12], ids[::-1])))
    rows = IssuedDocument.objects.order_by("year", "sequence")
    assert {row.year for row in rows} == {2026, 2027}
    for row in rows:
        assert row.issued_on.year == row.year
        assert row.number == f"{row.year}-{row.sequence:06}"
    for year in (2026, 2027):
        of_year = [row for row in rows if row.year == year]
        assert [row.sequence for row in of_year] == list(range(1, len(of_year) + 1))
        assert [row.issued_on for row in of_year] == sorted(row.issued_on for row in of_year)
    assert len(rows) == 24
