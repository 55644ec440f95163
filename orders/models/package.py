"""Packages: the parcels in which an order leaves."""

from django.db import models
from django.db.models import Q

from orders.models.line import OrderLine
from orders.models.order import Order


class Package(models.Model):
    """One parcel of an order. `store_shipment_id` is the store's number of it.

    A package with a store shipment id is known to the store: it is never uploaded again.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="packages")
    store_shipment_id = models.CharField(max_length=40, blank=True)
    carrier = models.CharField("Carrier", max_length=250, blank=True)
    tracking_number = models.CharField("Tracking number", max_length=255, blank=True)
    shipped_at = models.DateTimeField("Ship date")

    class Meta:
        ordering = ["shipped_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "store_shipment_id"],
                condition=~Q(store_shipment_id=""),
                name="one_package_per_store_shipment",
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_number or f"Package {self.pk}"


class PackageLine(models.Model):
    """How much of a line is in a package."""

    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="packed")
    quantity = models.PositiveIntegerField("Qty")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["package", "line"], name="one_row_per_packed_line"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line.name}"
