"""Whether a company's store may be told anything: yes, paused, or everything but statuses."""

from typing import Self

from django.db import models

from settings.models import Company


class StoreState(models.Model):
    """One per company. Nothing leaves for its store while it is paused.

    `paused_until` is when the store is tried again; `pauses` counts tries in a row that found it
    down. `statuses_stopped_at` is set when changing a status did more than that to an order: no
    status leaves until a person has switched them on again. `doubted_at` is when it last gave no
    answer at all; see `stores.doubted_stores`.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="store_state")
    paused_at = models.DateTimeField("Paused since", null=True, blank=True)
    paused_until = models.DateTimeField("Tried again", null=True, blank=True)
    pause_reason = models.TextField("Because", blank=True)
    pauses = models.PositiveIntegerField(default=0)
    statuses_stopped_at = models.DateTimeField("Status changes stopped", null=True, blank=True)
    statuses_stopped_reason = models.TextField(blank=True)
    doubted_at = models.DateTimeField("Did not answer", null=True, blank=True)

    class Meta:
        db_table = "stores_postbox"  # the name of the version before, which may still be running

    def __str__(self) -> str:
        return f"State of the store of {self.company}"

    @classmethod
    def of(cls, company: Company) -> Self:
        """The state of the company's store; made when there is none yet."""
        state, _is_new = cls.objects.get_or_create(company=company)
        return state

    @property
    def is_paused(self) -> bool:
        """Whether the store did not answer when it was last tried."""
        return self.paused_at is not None
