"""Cart Shipping Method Mapping: what each shipping method of a website means here."""

from typing import Any, Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models

from settings.models import Company
from shipping.method_matching import normal_name
from shipping.models.carriers import ShippingService
from uploads.models import Upload


def _default_service(label: str) -> "models.ForeignKey[ShippingService | None]":
    return models.ForeignKey(
        ShippingService,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


class ShippingDefaults(models.Model):
    """The services a company uses where no mapping says one, and the state of its mapping.

    `version` rises with every change of the mapping, so that of two people who edit at once the
    second is told.
    """

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, related_name="shipping_defaults"
    )
    domestic = _default_service("Domestic")
    domestic_rush = _default_service("Domestic, rush")
    international = _default_service("International")
    international_rush = _default_service("International, rush")
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(null=True, blank=True, editable=False)
    saved_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    SERVICES = ("domestic", "domestic_rush", "international", "international_rush")

    class Meta:
        verbose_name_plural = "shipping defaults"

    def __str__(self) -> str:
        return f"Shipping defaults of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}

    @classmethod
    def label(cls, name: str) -> str:
        """What staff call one of `SERVICES`."""
        field: models.Field[Any, Any] = cls._meta.get_field(name)  # type: ignore[assignment]
        return str(field.verbose_name)


class MethodMappingQuerySet(models.QuerySet["MethodMapping"]):
    """Named questions about mappings."""

    def of(self, company: Company) -> Self:
        """The mapping of `company`, with services and carriers."""
        return self.filter(company=company).select_related("service__carrier")


class MethodMapping(models.Model):
    """A row of the mapping. Without a `service` the company default is used.

    `store_shipping_id` is the number the store last sent with this name: a method that the store
    renames is still known by it, and `renamed_to` is then what the store calls it now.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="method_mappings")
    name = models.CharField("Website Method Name", max_length=500)
    normal_name = models.CharField(max_length=500, editable=False)
    service = models.ForeignKey(
        ShippingService,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mappings",
        verbose_name="Shipping Method",
        help_text="Empty: the company default.",
    )
    is_rush = models.BooleanField("Rush Service", default=False)
    store_shipping_id = models.CharField("Website method number", max_length=40, blank=True)
    renamed_to = models.CharField("Now called", max_length=500, blank=True)

    objects = MethodMappingQuerySet.as_manager()

    class Meta:
        ordering = ["normal_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "normal_name"],
                # Two rows may swap their names in one statement.
                deferrable=models.Deferrable.DEFERRED,
                name="one_mapping_per_method_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the name as it is compared. Bulk writes must set `normal_name` themselves."""
        self.normal_name = normal_name(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an empty name, and one that the company has mapped already.

        Forms leave the constraint out, since they do not have `normal_name`.
        """
        self.normal_name = normal_name(self.name)
        if not self.normal_name:
            raise ValidationError({"name": "Enter the Website Method Name."})
        others = MethodMapping.objects.exclude(pk=self.pk)
        same = others.filter(company_id=self.company_id, normal_name=self.normal_name)
        if self.company_id is not None and same.exists():
            raise ValidationError({"name": "This Website Method Name is mapped already."})

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}


class WebsiteMethod(models.Model):
    """A shipping method that the store itself lists."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="website_methods")
    store_shipping_id = models.CharField(max_length=40)
    name = models.CharField("Website Method Name", max_length=500)
    is_active = models.BooleanField(default=True)
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "store_shipping_id"], name="one_website_method_per_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MappingUpload(Upload):
    """A file that was read and reported on, and waits for a person to commit it.

    With `replaces` the saved rows that the file does not name are removed.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="mapping_uploads")
    replaces = models.BooleanField(default=False)
