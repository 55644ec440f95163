"""How the way to a company's store stands: open, paused, or closed to changes of status."""

from typing import Self

from django.db import models

from settings.models import Company


class Postbox(models.Model):
    """One per company. Nothing leaves for its store while it is paused.

    `paused_until` is when the store is tried again; `pauses` counts tries in a row that found it
    down. `statuses_stopped_at` is set when changing a status did more than that to an order: no
    status leaves until a person has switched them on again.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="postbox")
    paused_at = models.DateTimeField("Paused since", null=True, blank=True)
    paused_until = models.DateTimeField("Tried again", null=True, blank=True)
    pause_reason = models.TextField("Because", blank=True)
    pauses = models.PositiveIntegerField(default=0)
    statuses_stopped_at = models.DateTimeField("Status changes stopped", null=True, blank=True)
    statuses_stopped_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "postboxes"

    def __str__(self) -> str:
        return f"Postbox of {self.company}"

    @classmethod
    def of(cls, company: Company) -> Self:
        """The company's postbox; made when it has none yet."""
        postbox, _is_new = cls.objects.get_or_create(company=company)
        return postbox

    @property
    def is_paused(self) -> bool:
        """Whether the store did not answer when it was last tried."""
        return self.paused_at is not None
