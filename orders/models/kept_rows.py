"""Rows of a row's relations that were read together, and are kept with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models


class KeepsRows(models.Model):
    """A row that can be given the rows of its relations, by whoever has read them all at once.

    Guards and pages ask `rows_of`: what was given is taken, else the database is asked. Only for
    pages, which change nothing: what was given does not follow later changes.
    """

    class Meta:
        abstract = True

    def keep_rows(self, name: str, rows: Iterable[Any]) -> None:
        """Let `rows` be the answer of `rows_of(name)`."""
        vars(self).setdefault("kept_rows", {})[name] = list(rows)

    def rows_of(self, name: str) -> Sequence[Any]:
        """The rows of the relation `name`, such as "lines", in their usual order."""
        kept: dict[str, list[Any]] = vars(self).get("kept_rows", {})
        return kept[name] if name in kept else list(getattr(self, name).all())
