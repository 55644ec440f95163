"""The result of a run, order by order, as it is kept on the job."""

from typing import Any

from jobs.models import Job
from orders.models import ImportOutcome, ReconcileOutcome
from stores.port import StoreOrder

# A list that somebody reads. The counts are of all orders, however many.
MOST_ROWS = 5_000


class ResultRows:
    """Collects rows with the keys number, outcome, sentence, status, placed_at and total.

    `outcome` is a value of `ImportOutcome` or `ReconcileOutcome`; `placed_at` is ISO 8601. What
    does not fit is counted.
    """

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._left_over = 0

    def add(self, outcome: ImportOutcome, sentence: str, order: StoreOrder) -> None:
        """Add what became, or would become, of `order`."""
        self._add(
            {
                "number": order.store_order_id,
                "outcome": outcome.value,
                "sentence": sentence,
                "status": order.status.name,
                "placed_at": order.placed_at.isoformat(),
                "total": str(order.totals.total),
            }
        )

    def add_number(
        self, outcome: ImportOutcome | ReconcileOutcome, sentence: str, number: str
    ) -> None:
        """Add an order of which only the number is known."""
        unknown = {"status": "", "placed_at": None, "total": None}
        row = {"number": number, "outcome": outcome.value, "sentence": sentence}
        self._add({**row, **unknown})

    def keep_on(self, job: Job) -> None:
        """Save {"rows": [...], "left_over": int} as the job's result."""
        job.result = {"rows": self._rows, "left_over": self._left_over}
        job.save(update_fields=["result"])

    def _add(self, row: dict[str, Any]) -> None:
        if len(self._rows) < MOST_ROWS:
            self._rows.append(row)
        else:
            self._left_over += 1
