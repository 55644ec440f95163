"""How far a company's automatic import has come."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from settings.models import Company

# Clocks of machines that work together differ by less.
_CLOCKS_DIFFER = timedelta(minutes=1)


class ImportCursor(models.Model):
    """Up to which moment, by the store's own clock, every change of the store has been read.

    The watermark moves only when a whole run has been stored. It holds for the admission rules of
    that run alone: under other rules, orders left out before may come in. `failures_in_a_row` slows
    the next runs down; nothing ever switches them off. `finds_changed_orders` and
    `lists_whole_orders` are what the store's release could do when it was last probed; None before.
    Every shipment up to `last_shipment_id` has been read.

    A walk through all orders may be cut short by a crash. Under the rules `walk_basis`, one began
    at `walk_began_at` by the store's clock, when `walk_shipment_id` was the newest shipment, and
    every order up to number `walk_reached` has been stored.
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
    walk_basis = models.TextField(blank=True)
    walk_began_at = models.DateTimeField(null=True, blank=True)
    walk_reached = models.PositiveBigIntegerField(default=0)
    walk_shipment_id = models.PositiveBigIntegerField(default=0)
    reconciled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Import cursor of {self.company}"

    @classmethod
    def of(cls, company: Company) -> Self:
        """The cursor of `company`, made when it is first asked for."""
        return cls.objects.get_or_create(company=company)[0]

    @classmethod
    def bring_back_to(cls, now: datetime) -> None:
        """Undo what was noted while our clock was ahead, for every company.

        Nothing has ended in the future: waits and alarms that count from there would be silent
        until then. Nor has anything been read up to there, so all is looked at again.
        """
        for name in ("last_ended_at", "succeeded_at", "reconciled_at", "probed_at"):
            cls.objects.filter(**{f"{name}__gt": now + _CLOCKS_DIFFER}).update(**{name: now})
        cls.objects.filter(watermark__gt=now + _CLOCKS_DIFFER).update(watermark=None)

    def begin_walk(self, basis: str, began_at: datetime, newest_shipment: int) -> None:
        """A walk through all orders begins."""
        self.walk_basis, self.walk_began_at = basis, began_at
        self.walk_reached, self.walk_shipment_id = 0, newest_shipment
        self.save()

    def has_begun_walk(self, basis: str) -> bool:
        """Whether a walk under these rules was cut short."""
        return self.walk_basis == basis and self.walk_began_at is not None

    def note_reached(self, number: int) -> None:
        """Every order up to this number has been stored."""
        if number > self.walk_reached:
            self.walk_reached = number
            self.save(update_fields=["walk_reached"])

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
        self.walk_basis, self.walk_began_at, self.walk_reached = "", None, 0
        self.save()

    def watermark_under(self, rules: str) -> datetime | None:
        """Where to go on under `rules`; None when everything must be looked at again."""
        return self.watermark if rules == self.rules else None
