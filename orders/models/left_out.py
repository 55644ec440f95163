"""Orders of the store that are not here, and why."""

from typing import Any, Self

from django.db import models

from core.packing import unpack
from settings.models import Company


class LeftOutReason(models.TextChoices):
    """Why an order that an import saw is not here."""

    FAILED = "failed", "Failed"
    UNPAID = "unpaid", "Unpaid"
    SHIPPED = "shipped", "Shipped already"
    BEFORE_LIMIT = "before_limit", "Before the limit date"
    CANCELLED = "cancelled", "Cancelled"
    INCOMPLETE = "incomplete", "Not finished"
    NOT_AN_ORDER = "not_an_order", "Failed or declined in the store"
    SHIPMENT = "shipment", "A shipment of it failed"

    @property
    def count_name(self) -> str:
        """Under which name a job counts the orders that stay out for this reason."""
        return f"skipped_{self.value}"


# Reasons that can pass by themselves in the store.
_MAY_PASS = (
    LeftOutReason.UNPAID,
    LeftOutReason.INCOMPLETE,
    LeftOutReason.NOT_AN_ORDER,
    LeftOutReason.CANCELLED,
    LeftOutReason.SHIPPED,
)


class LeftOutOrderQuerySet(models.QuerySet["LeftOutOrder"]):
    """Named questions about orders left out."""

    def may_pass(self) -> Self:
        """Orders that come in by themselves when the store changes their status."""
        return self.filter(reason__in=_MAY_PASS)

    def kept_out(self) -> Self:
        """Orders that a rule keeps out."""
        return self.exclude(reason__in=(LeftOutReason.FAILED, LeftOutReason.SHIPMENT))

    def failed(self) -> Self:
        """Orders that should be here."""
        return self.filter(reason=LeftOutReason.FAILED)


class LeftOutOrder(models.Model):
    """An order that an import saw and did not bring in: kept out by a rule, or failed.

    With the reason SHIPMENT the order is here, and a shipment of it could not be written down.

    `reason` is a value of `LeftOutReason`. The row goes when the order comes in. `packed_document`
    is the raw document (see `core.packing`); kept for failures, so that they can be looked at and
    tried again.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="left_out_orders")
    store_order_id = models.CharField("Channel Order #", max_length=40)
    reason = models.CharField(max_length=20, db_index=True)
    sentence = models.TextField("Reason")
    store_status_code = models.CharField(max_length=10, blank=True)
    status_name = models.CharField("Website status", blank=True)
    placed_at = models.DateTimeField("Order date", null=True, blank=True)
    packed_document = models.BinaryField(null=True, blank=True)
    seen_at = models.DateTimeField("Last seen")
    erased_at = models.DateTimeField("Customer's data erased", null=True, blank=True)

    objects = LeftOutOrderQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "store_order_id"], name="one_reason_per_left_out_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Channel order {self.store_order_id}: {self.sentence}"

    @property
    def document(self) -> dict[str, Any]:
        """The raw document; empty where none was kept."""
        return unpack(self.packed_document) if self.packed_document else {}

    @property
    def has_failed(self) -> bool:
        """Whether the order could not be imported although it should be here."""
        return self.reason == LeftOutReason.FAILED
