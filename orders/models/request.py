"""Order Action Requests: refunds that wait for somebody who may grant them."""

from typing import Self

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from orders.models.order import Order
from orders.models.refund import Refund
from settings.models import Company


class RequestState(models.TextChoices):
    """What became of a request."""

    PENDING = "pending", "Pending"
    PROCESSED = "processed", "Processed"
    REJECTED = "rejected", "Rejected"


class OrderActionRequestQuerySet(models.QuerySet["OrderActionRequest"]):
    """Named questions about requests."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Requests at the companies `user` works for."""
        return self.filter(order__company__in=Company.objects.visible_to(user))

    def pending(self) -> Self:
        """Requests that nobody has decided."""
        return self.filter(state=RequestState.PENDING)


class OrderActionRequest(models.Model):
    """A refund above its author's limit. Nobody decides on their own.

    `wanted` is what the refund is to be, as JSON (see `orders.refunds.refund_request`);
    `total` its amount in the order's currency when it was asked for. `decision` is why it was
    rejected.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="action_requests")
    wanted = models.JSONField()
    total = models.DecimalField("Amount", max_digits=14, decimal_places=2)
    state = models.CharField(
        "State", max_length=10, choices=RequestState.choices, default=RequestState.PENDING
    )
    requested_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField("Reason", blank=True)
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="request"
    )

    objects = OrderActionRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state="pending"),
                name="one_pending_request_per_order",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("requested_by")),
                name="nobody_decides_on_their_own_request",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk} to refund {self.total}"
