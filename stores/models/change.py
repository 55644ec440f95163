"""The outbox: what a store must be told, until it has been told."""

from typing import Self

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from settings.models import Company
from stores.payloads import ChangeKind, Payload, StatusPayload, read_payload


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
        """What the store must be told of one order, or has been told, oldest first."""
        return self.filter(company_id=company_id, store_order_id=store_order_id).order_by("pk")

    def undelivered(self) -> Self:
        """Changes that the store has not been told of and that nobody dismissed."""
        return self.filter(state__in=UNDELIVERED)


class OutgoingChange(models.Model):
    """One thing that a company's store must be told about an order.

    `key` names the fact and is unique: enqueueing the same fact twice makes one row. `payload` is
    read by `content` and by the payload class of its kind alone. `not_before` is when it may leave,
    None: at once. `receipt` is what the store answered; for a shipment, its `shipment_id` there.
    `by` is None when the system enqueued it. `last_error` is the sentence that staff read.

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
    def content(self) -> Payload:
        """What the store is to be told."""
        return read_payload(ChangeKind(self.kind), self.payload)

    @property
    def subject(self) -> str:
        """What the store is to be told, in a few words."""
        content = self.content
        if isinstance(content, StatusPayload):
            return f"Website status {content.code}"
        number = content.tracking_number or "no tracking number"
        return f"{content.carrier} {number}".strip()
