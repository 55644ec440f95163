"""What staff write on an order."""

from django.db import models

from orders.models.order import Order


class NoteKind(models.TextChoices):
    """Whom a note is for."""

    GENERAL = "general", "General"
    CUSTOMER_INSTRUCTIONS = "customer_instructions", "Customer Instructions"
    CUSTOMER_SERVICE = "customer_service", "Customer Service Note"


class OrderNote(models.Model):
    """A note on an order. `by` is None when the system wrote it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("Category", max_length=30, choices=NoteKind.choices)
    text = models.TextField("Note", max_length=5000)
    by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:60]
