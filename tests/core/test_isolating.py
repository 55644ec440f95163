"""One bad record never stops the others."""

import psycopg2.errors
import pytest
from django.db import DataError, OperationalError

from core.isolating import is_about_content, write_isolated


def operational(kind: type[Exception]) -> OperationalError:
    error = OperationalError("no")
    error.__cause__ = kind()
    return error


@pytest.mark.parametrize("bad", [set(), {0}, {7}, {0, 7}, {2, 3}, set(range(8))])
def test_all_but_the_bad_are_written(bad):
    written: list[int] = []

    def write(items):
        if bad & set(items):
            raise DataError("too long")
        written.extend(items)

    failed = [item for item, _ in write_isolated(range(8), write)]
    assert sorted(failed) == sorted(bad)
    assert written == [item for item in range(8) if item not in bad]


def test_nothing_is_written_of_nothing():
    assert list(write_isolated([], lambda items: pytest.fail("called"))) == []


def test_a_lost_connection_is_nobodys_fault():
    def write(items):
        raise OperationalError("server closed the connection")

    with pytest.raises(OperationalError):
        list(write_isolated([1, 2], write))


def test_a_mistake_of_ours_is_not_hidden():
    def write(items):
        raise KeyError("mistake")

    with pytest.raises(KeyError):
        list(write_isolated([1], write))


class _TooLarge(Exception):
    pgcode = "54000"


class _Deadlock(Exception):
    pgcode = "40P01"


def test_limits_of_the_server_are_about_content_and_deadlocks_are_not():
    assert is_about_content(operational(_TooLarge))
    assert not is_about_content(operational(_Deadlock))
    assert is_about_content(ValueError("NUL"))
    assert psycopg2.errors.ProgramLimitExceeded.__mro__[1].__name__ == "OperationalError"
