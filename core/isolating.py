"""One bad record never stops the others: what the database refuses is split until it stands alone.

Writing many rows in one statement is quick; a value that the database or its driver cannot take
fails all of them. Each half is then tried in a transaction of its own, down to the single record.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.db import DataError, IntegrityError, OperationalError, ProgrammingError

Item = TypeVar("Item")

# What the content of a record can make the database or its driver raise: too long, too large, twice
# in one statement, not text, too deeply nested.
BAD_CONTENT = (
    *(DataError, IntegrityError, ProgrammingError, OperationalError),
    *(ValueError, ArithmeticError, RecursionError),
)
# PostgreSQL's classes of errors about content: cardinality, data, integrity, and limits of the
# program such as the size of an index row. The others are about the connection or the server.
_ABOUT_CONTENT = ("21", "22", "23", "54")


def write_isolated(
    items: Sequence[Item], write: Callable[[Sequence[Item]], None]
) -> Iterator[tuple[Item, Exception]]:
    """Write `items`, all at once if possible; gives those that cannot be written, and why.

    `write` must be all or nothing. Errors of the connection or the server are raised.
    """
    if not items:
        return
    try:
        write(items)
    except BAD_CONTENT as error:
        if not is_about_content(error):
            raise
        if len(items) == 1:
            yield items[0], error
            return
        middle = len(items) // 2
        yield from write_isolated(items[:middle], write)
        yield from write_isolated(items[middle:], write)


def is_about_content(error: Exception) -> bool:
    """Whether `error` is the fault of what was to be written."""
    if not isinstance(error, OperationalError | ProgrammingError):
        return True
    state = getattr(error.__cause__, "pgcode", None) or ""
    return state[:2] in _ABOUT_CONTENT
