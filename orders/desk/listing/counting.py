"""How many orders fit: exactly when that is cheap, else as the database's planner thinks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from orders.models import OrderQuerySet

# In the planner's units; a page read in sequence is one. About 30 ms on a small machine.
CHEAP = 12_000
MOST_EXACT = 10_000
FEW = 10_000
MOST_OF_A_VIEW = 999

CountStatement = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the planner expects of reading all rows of a query."""

    rows: int
    cost: float

    @property
    def is_small(self) -> bool:
        """Whether collecting all rows is sure to be quick."""
        return self.rows <= FEW


@dataclass(frozen=True, slots=True)
class OrderCount:
    """A number of orders. `is_exact` or about; `is_more` when there are even more."""

    number: int
    is_exact: bool = True
    is_more: bool = False

    def __str__(self) -> str:
        plus = "+" if self.is_more else ""
        return f"{'' if self.is_exact else 'about '}{self.number:,}{plus}"


def estimate(rows: OrderQuerySet) -> Estimate:
    """Ask the planner, which reads no row."""
    plan = json.loads(rows.order_by().explain(format="json"))[0]["Plan"]
    return Estimate(plan["Plan Rows"], plan["Total Cost"])


def count(rows: OrderQuerySet, expected: Estimate) -> OrderCount:
    """How many `rows` there are; one statement, or none when it would be dear."""
    if expected.cost > CHEAP or expected.rows > 2 * MOST_EXACT:
        return about(expected.rows)
    number = rows.order_by()[: MOST_EXACT + 1].count()
    return OrderCount(number) if number <= MOST_EXACT else about(max(expected.rows, number))


def about(rows: int) -> OrderCount:
    """An estimate, with no more digits than it deserves."""
    if rows < 100:
        return OrderCount(rows, is_exact=False)
    digits = len(str(rows)) - 2
    return OrderCount(round(rows, -digits), is_exact=False)


def count_each(queries: Sequence[OrderQuerySet]) -> list[OrderCount]:
    """How many orders each query has, up to `MOST_OF_A_VIEW`; two statements for all of them.

    What would be dear is not counted but estimated.
    """
    parts = {place: part for place, query in enumerate(queries) if (part := _limited(query))}
    if not parts:
        return [OrderCount(0) for _ in queries]
    plans = dict(zip(parts, _plans_of(list(parts.values())), strict=True))
    cheap = {place: part for place, part in parts.items() if plans[place]["Total Cost"] <= CHEAP}
    numbers = dict(zip(cheap, _numbers_of(list(cheap.values())), strict=True))
    return [
        about(_rows_expected(plans[place]))
        if place in parts and place not in cheap
        else _up_to(MOST_OF_A_VIEW, numbers.get(place, 0))
        for place in range(len(queries))
    ]


def _up_to(most: int, number: int) -> OrderCount:
    return OrderCount(min(number, most), is_more=number > most)


def _limited(query: OrderQuerySet) -> CountStatement | None:
    """The statement that counts a query up to the most; None when nothing can fit it."""
    few = query.order_by().values("pk")[: MOST_OF_A_VIEW + 1]
    try:
        sql, params = few.query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"(SELECT count(*) FROM ({sql}) found)", params  # noqa: S608  # as Django wrote it


def _together(parts: Sequence[CountStatement]) -> CountStatement:
    sql = "SELECT " + ", ".join(part for part, _ in parts)
    return sql, tuple(value for _, params in parts for value in params)


def _plans_of(parts: Sequence[CountStatement]) -> list[dict[str, Any]]:
    sql, params = _together(parts)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (found,) = cursor.fetchone()
    plan = found if isinstance(found, list) else json.loads(found)
    plans: list[dict[str, Any]] = plan[0]["Plan"]["Plans"]
    return plans


def _rows_expected(plan: dict[str, Any]) -> int:
    """What the planner expects below the limit."""
    limit = plan["Plans"][0]
    return int(limit["Plans"][0]["Plan Rows"]) if limit.get("Plans") else int(limit["Plan Rows"])


def _numbers_of(parts: Sequence[CountStatement]) -> Sequence[int]:
    if not parts:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(*_together(parts))
        numbers: Sequence[int] = cursor.fetchone()
    return numbers
