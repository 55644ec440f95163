"""What an import is asked to look at, and how it is kept on a job."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from orders.importing.import_scope import EVERYTHING_NEW, ImportScope

DAYS = (date(2026, 3, 28), date(2026, 3, 29))


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (EVERYTHING_NEW, "everything new"),
        (ImportScope(numbers=("97",)), "1 order number"),
        (ImportScope(numbers=("97", "98"), rewrites_unchanged=True), "2 order numbers"),
        (ImportScope(days=DAYS), "orders placed from 2026-03-28 to 2026-03-29"),
    ],
    ids=str,
)
def test_it_comes_back_from_a_job_as_it_was(scope, words):
    assert ImportScope.of(scope.as_parameters()) == scope
    assert str(scope) == words


def test_jobs_of_older_releases_are_understood():
    assert ImportScope.of({"numbers": ["97"], "anew": True}).rewrites_unchanged
    assert ImportScope.of({}) == EVERYTHING_NEW
    assert EVERYTHING_NEW.is_everything_new
    assert not ImportScope(days=DAYS).is_everything_new


def test_days_are_whole_also_where_the_clock_changes():
    berlin = ZoneInfo("Europe/Berlin")
    since, until = ImportScope(days=DAYS).moments(berlin)
    assert since == datetime(2026, 3, 28, tzinfo=berlin)
    assert until == datetime(2026, 3, 29, 23, 59, 59, tzinfo=berlin)
    assert until.utcoffset() != since.utcoffset()


def test_without_days_there_are_no_moments():
    with pytest.raises(ValueError, match="No days were asked for"):
        EVERYTHING_NEW.moments(ZoneInfo("UTC"))
