"""Where the store and we disagree, and a person must decide."""

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from orders.models.order import Order


class ConflictKind(models.TextChoices):
    """What the store did that does not fit what we did."""

    CANCELLED_IN_STORE = "cancelled_in_store", "Cancelled in the store"
    LINES_CHANGED = "lines_changed", "Items changed after shipping"
    ADDRESS_CHANGED = "address_changed", "Address changed in the store"
    SHIPPED_IN_STORE = "shipped_in_store", "Shipped in the store"


class OrderConflict(models.Model):
    """A disagreement that is shown until a person has resolved it. Nothing of ours was changed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=ConflictKind.choices)
    message = models.TextField()
    began_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=Q(settled_at=None),
                name="one_open_conflict_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.message
