"""Reading ahead: the next item is on its way while this one is being worked on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_END = object()


def one_ahead(items: Iterator[T]) -> Iterator[T]:
    """`items`, each asked for in another thread while the one before it is being worked on.

    `items` must not touch the database: a connection belongs to one thread. An exception in `items`
    is raised where its item would have come.
    """
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as reader:
        coming = reader.submit(next, items, _END)
        while (item := coming.result()) is not _END:
            coming = reader.submit(next, items, _END)
            yield item  # type: ignore[misc]  # everything but _END is a T
