"""The timeline of an order."""

from django.db import models

from orders.models.order import Order


class EventKind(models.TextChoices):
    """What happened to an order."""

    IMPORTED = "imported", "Imported"
    STORE_CHANGED = "store_changed", "Changed in the store"
    RESOLVED = "settled", "Conflict resolved"
    STATUS = "status", "Status"
    NOTE = "note", "Note"
    SHIPPING_METHOD = "shipping_method", "Shipping method"
    EDITED = "edited", "Edited"
    PAYMENT = "payment", "Payment"
    SHIPMENT = "shipment", "Shipment"
    WEBSITE = "website", "Website update"
    REFUND = "refund", "Refund"
    RMA = "rma", "RMA"
    INVOICE = "invoice", "Invoice"
    COST = "cost", "Costs"
    ERASURE = "erasure", "Customer's data"


class OrderEvent(models.Model):
    """Something that happened to an order. `by` is None when the system did it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    message = models.TextField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.message
