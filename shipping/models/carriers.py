"""Carriers and their services: the catalogue that all companies choose from."""

from typing import Self
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models

TRACKING_NUMBER = "{tracking_number}"


def validate_tracking_url(pattern: str) -> None:
    """Refuse a tracking link that is not a web address with a place for the number."""
    if not pattern.startswith(("https://", "http://")) or TRACKING_NUMBER not in pattern:
        raise ValidationError(
            f"Enter a web address with {TRACKING_NUMBER} where the number belongs."
        )


class Carrier(models.Model):
    """A company that carries parcels.

    `store_code` is what CS-Cart calls the carrier when tracking is uploaded; '' sends none.
    `tracking_url` is a link with {tracking_number} in it; '' when the carrier has none.
    """

    code = models.SlugField("Code", max_length=40, unique=True)
    name = models.CharField("Carrier", max_length=120, unique=True)
    store_code = models.CharField("CS-Cart carrier", max_length=40, blank=True)
    tracking_url = models.CharField(
        "Tracking link", max_length=300, blank=True, validators=[validate_tracking_url]
    )
    is_active = models.BooleanField("Can be chosen", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def tracking_link(self, tracking_number: str) -> str:
        """Where a parcel can be followed; '' when the carrier has no such page or no number."""
        number = tracking_number.strip()
        if not self.tracking_url or not number:
            return ""
        return self.tracking_url.replace(TRACKING_NUMBER, quote(number, safe=""))


class ShippingServiceQuerySet(models.QuerySet["ShippingService"]):
    """Named questions about services."""

    def choosable(self) -> Self:
        """Services that may be chosen again, with their carriers."""
        return self.filter(is_active=True, carrier__is_active=True).select_related("carrier")


class ShippingService(models.Model):
    """A service of a carrier, known by its shipping code, such as UPS_GROUND."""

    carrier = models.ForeignKey(Carrier, on_delete=models.PROTECT, related_name="services")
    code = models.CharField("Shipping code", max_length=60, unique=True)
    name = models.CharField("Service", max_length=160)
    is_international = models.BooleanField("International", default=False)
    is_active = models.BooleanField("Can be chosen", default=True)

    objects = ShippingServiceQuerySet.as_manager()

    class Meta:
        ordering = ["carrier__name", "is_international", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "name"], name="one_service_of_a_name_per_carrier"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} – {self.name} ({self.code})"
