"""How many orders fit: exactly when that is cheap, else as the database's planner thinks."""

import json
from dataclasses import dataclass

from orders.models import OrderQuerySet

# In the planner's units; a page read in sequence is one. About 30 ms on a small machine.
CHEAP = 12_000
MOST_EXACT = 10_000
FEW = 10_000


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
class Count:
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


def count(rows: OrderQuerySet, expected: Estimate) -> Count:
    """How many `rows` there are; one statement, or none when it would be dear."""
    if expected.cost > CHEAP or expected.rows > 2 * MOST_EXACT:
        return about(expected.rows)
    number = rows.order_by()[: MOST_EXACT + 1].count()
    return Count(number) if number <= MOST_EXACT else about(max(expected.rows, number))


def about(rows: int) -> Count:
    """An estimate, with no more digits than it deserves."""
    if rows < 100:
        return Count(rows, is_exact=False)
    digits = len(str(rows)) - 2
    return Count(round(rows, -digits), is_exact=False)
