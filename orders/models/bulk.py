"""What became of each order of a bulk action."""

from typing import Self

from django.db import models

from jobs.models import Job
from orders.models.order import Order


class BulkOutcome(models.TextChoices):
    """How far an order of a bulk action is."""

    WAITING = "waiting", "Not done"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"


class BulkItemQuerySet(models.QuerySet["BulkItem"]):
    """Named questions about the orders of a bulk action."""

    def undone(self) -> Self:
        """Orders with which the action was not done, for whatever reason."""
        return self.exclude(outcome=BulkOutcome.DONE)


class BulkItem(models.Model):
    """One order of a bulk action: the job's list of work, and what it says in the end.

    The outcome is written in the transaction that does the action, so that a job which goes on
    after a crash does nothing twice.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="bulk_items")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(
        max_length=10, choices=BulkOutcome.choices, default=BulkOutcome.WAITING
    )
    sentence = models.TextField(blank=True)

    objects = BulkItemQuerySet.as_manager()

    class Meta:
        ordering = ["order_id"]
        indexes = [models.Index(fields=["job", "outcome", "order"])]
        constraints = [
            models.UniqueConstraint(fields=["job", "order"], name="one_item_per_job_and_order"),
        ]

    def __str__(self) -> str:
        return f"Order {self.order_id}: {self.get_outcome_display()}"
