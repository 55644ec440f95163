"""How far a company's automatic import has come."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from settings.models import Company


class ImportCursor(models.Model):
    """Up to which moment, by the store's own clock, every change of the store has been read.

    The watermark moves only when a whole run has been stored. It holds for the admission rules of
    that run alone: under other rules, orders left out before may come in. `failures_in_a_row` slows
    the next runs down; nothing ever switches them off. `finds_changed_orders` and
    `lists_whole_orders` are what the store's release could do when it was last probed; None before.
    Every shipment up to `last_shipment_id` has been read.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="import_cursor")
    watermark = models.DateTimeField(null=True, blank=True)
    rules = models.TextField(blank=True)
    last_ended_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    finds_changed_orders = models.BooleanField(null=True, blank=True)
    lists_whole_orders = models.BooleanField(null=True, blank=True)
    probed_at = models.DateTimeField(null=True, blank=True)
    last_shipment_id = models.PositiveBigIntegerField(default=0)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Import cursor of {self.company}"

    @classmethod
    def of(cls, company: Company) -> Self:
        """The cursor of `company`, made when it is first asked for."""
        return cls.objects.get_or_create(company=company)[0]

    def note_failure(self) -> None:
        """A run has failed: the next one waits longer."""
        self.failures_in_a_row += 1
        self.last_ended_at = timezone.now()
        self.save(update_fields=["failures_in_a_row", "last_ended_at"])

    def note_success(
        self,
        watermark: datetime,
        *,
        rules: str,
        finds_changed_orders: bool,
        lists_whole_orders: bool,
        last_shipment_id: int,
    ) -> None:
        """A run has been stored as a whole."""
        self.failures_in_a_row, self.last_ended_at = 0, timezone.now()
        self.succeeded_at = self.last_ended_at
        self.watermark, self.rules = watermark, rules
        self.finds_changed_orders = finds_changed_orders
        self.lists_whole_orders = lists_whole_orders
        self.last_shipment_id = last_shipment_id
        self.save()

    def watermark_under(self, rules: str) -> datetime | None:
        """Where to go on under `rules`; None when everything must be looked at again."""
        return self.watermark if rules == self.rules else None
