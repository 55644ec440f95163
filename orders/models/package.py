"""Packages: the parcels in which an order leaves."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from orders.models.kept_rows import KeepsRows
from orders.models.line import OrderLine
from orders.models.order import Order
from shipping.catalogue import name_of, tracking_link_of
from shipping.models import ShippingService


class PackageQuerySet(models.QuerySet["Package"]):
    """Named questions about packages."""

    def ship_confirmed(self) -> Self:
        """Packages that have left."""
        return self.exclude(confirmed_at=None)

    def not_notified(self) -> Self:
        """Packages that have left without the website knowing."""
        return self.ship_confirmed().filter(is_source_notified=False)


class Package(KeepsRows):
    """One parcel of an order. `store_shipment_id` is the store's number of it.

    A package with a store shipment id is known to the store: it is never uploaded again.
    `confirmed_at` is when it was Ship Confirmed; None while it is only packed. `carrier` is the
    name the website knows; `service` is ours, None for packages that the store told of. `cost` is
    what we pay for it in the order's currency, `weight` is in kilograms. `is_source_notified`: the
    website knows of it, because it told us, we told it, or a person says so. `doubles` are the
    store's numbers of further shipments that tell of this same parcel: other shipping add-ons do
    that.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="packages")
    store_shipment_id = models.CharField(max_length=40, blank=True)
    carrier = models.CharField("Carrier", blank=True)
    tracking_number = models.CharField("Tracking number", blank=True)
    shipped_at = models.DateTimeField("Ship date")
    service = models.ForeignKey(
        ShippingService, on_delete=models.PROTECT, null=True, blank=True, related_name="packages"
    )
    cost: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        "Shipping cost", max_digits=14, decimal_places=2, null=True, blank=True
    )
    weight: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        "Weight (kg)", max_digits=10, decimal_places=3, null=True, blank=True
    )
    confirmed_at = models.DateTimeField("Ship Confirmed", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_source_notified = models.BooleanField("Source notified", default=False)
    source_notified_at = models.DateTimeField(null=True, blank=True)
    doubles = models.JSONField(default=list, blank=True, editable=False)

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ["shipped_at", "id"]
        indexes = [
            models.Index(
                fields=["order"],
                condition=Q(is_source_notified=False, confirmed_at__isnull=False),
                name="packages_not_notified",
            ),
            models.Index(
                fields=["tracking_number"],
                condition=~Q(tracking_number=""),
                name="packages_by_number",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "store_shipment_id"],
                condition=~Q(store_shipment_id=""),
                name="one_package_per_store_shipment",
            ),
        ]

    def __str__(self) -> str:
        return self.tracking_number or f"Package {self.pk}"

    @property
    def packed_lines(self) -> Sequence["PackageLine"]:
        """What is in it; empty where the store did not say."""
        return self.rows_of("lines")

    @property
    def way(self) -> str:
        """How it goes, in words: carrier and service, else the carrier alone; '' when unknown."""
        if self.service:
            return f"{self.service.carrier} – {self.service.name}"
        return name_of(self.carrier)

    @property
    def tracking_link(self) -> str:
        """Where the parcel can be followed; '' when nobody knows. The service must be loaded."""
        if self.service:
            return self.service.carrier.tracking_link(self.tracking_number)
        return tracking_link_of(self.carrier, self.tracking_number)


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
