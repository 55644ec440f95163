"""Long lists in parts (`itertools.batched` is of Python 3.12)."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def in_parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """`items` in their order, at most `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
