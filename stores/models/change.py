"""The tray of the mail room: what a store must hear, until it has heard it."""

from datetime import datetime
from typing import Self

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from settings.models import Company


class ChangeKind(models.TextChoices):
    """What a store is told."""

    SHIPMENT = "shipment", "Shipment"
    CORRECTION = "correction", "Tracking correction"
    STATUS = "status", "Order status"


class ChangeState(models.TextChoices):
    """Where an outgoing change stands.

    WAITING for its turn; SENDING by a worker right now; SENT and confirmed by the store; STUCK
    until a person decides; DISMISSED by a person, or overtaken by another change.
    """

    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    STUCK = "stuck", "Stuck"
    DISMISSED = "dismissed", "Dismissed"


UNDELIVERED = (ChangeState.WAITING, ChangeState.SENDING, ChangeState.STUCK)


class OutgoingChangeQuerySet(models.QuerySet["OutgoingChange"]):
    """Named questions about outgoing changes."""

    def for_order(self, company_id: int, store_order_id: str) -> Self:
        """What one order's store must hear, or has heard, oldest first."""
        return self.filter(company_id=company_id, store_order_id=store_order_id).order_by("pk")

    def undelivered(self) -> Self:
        """Changes that the store has not heard of and that nobody dismissed."""
        return self.filter(state__in=UNDELIVERED)


class OutgoingChange(models.Model):
    """One thing that a company's store must hear of an order.

    `key` names the fact and is unique: posting the same fact twice makes one row. `payload` is read
    by the delivery of its kind alone. `not_before` is when it may leave, None: at once. `receipt`
    is what the store answered; for a shipment, its `shipment_id` there. `by` is None when the
    system posted it. `last_error` is the sentence that staff read.

    `unclear_until`: a write was begun whose end nobody knows, and the store may still be carrying
    it out until then. Nothing is looked up or written before.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="outgoing_changes")
    store_order_id = models.CharField("Channel Order #", max_length=40)
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    key = models.CharField(max_length=120, unique=True, editable=False)
    payload = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING
    )
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    unclear_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField("Reason", blank=True)
    receipt = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["company", "store_order_id", "id"], name="outgoing_of_an_order"),
            models.Index(
                fields=["company", "state", "id"],
                condition=Q(state__in=["waiting", "sending", "stuck"]),
                name="outgoing_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of channel order {self.store_order_id}"

    @property
    def next_try_at(self) -> datetime | None:
        """When a waiting change may leave; None: at once."""
        return max(filter(None, [self.not_before, self.unclear_until]), default=None)

    @property
    def subject(self) -> str:
        """What the store is to hear, in a few words."""
        if self.kind == ChangeKind.STATUS:
            return f"Website status {self.payload.get('code', '')}"
        carrier = str(self.payload.get("carrier", ""))
        number = str(self.payload.get("tracking_number", "")) or "no tracking number"
        return f"{carrier} {number}".strip()
