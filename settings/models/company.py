"""Companies: the brands or legal entities of the merchant."""

import zoneinfo
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import (
    FileExtensionValidator,
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django_countries.fields import CountryField

from core.uploads import logo_path
from core.validators import validate_image, validate_time_zone
from settings.rights import Right


class CompanyQuerySet(models.QuerySet["Company"]):
    """Named questions about companies."""

    def active(self) -> Self:
        """Companies that are not deactivated."""
        return self.filter(is_active=True)

    def of(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The companies `user` works for, deactivated ones too; a superuser works for all."""
        if getattr(user, "is_superuser", False):
            return self
        return self.filter(memberships__user_id=user.pk or 0)

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The active companies `user` works for."""
        return self.active().of(user)

    def where_may(self, user: AbstractBaseUser | AnonymousUser, right: Right) -> Self:
        """The active companies at which `user` has `right`."""
        return self.visible_to(user).with_right(user, right)

    def with_right(self, user: AbstractBaseUser | AnonymousUser, right: Right) -> Self:
        """Those of these companies, deactivated ones too, at which `user` has `right`."""
        if getattr(user, "is_superuser", False):
            return self
        # Asked apart: a join would give a company once for each role that carries the right.
        held = Company.objects.filter(
            memberships__user_id=user.pk or 0,
            memberships__roles__permissions__codename=right,
            memberships__roles__permissions__content_type__app_label="company_settings",
        )
        return self.filter(pk__in=held.values("pk"))

    def downloading(self) -> Self:
        """Active companies whose website orders come in automatically."""
        return self.active().filter(website_options__allow_order_download=True)


class Company(models.Model):
    """A brand or legal entity of the merchant. It sells through one CS-Cart store."""

    name = models.CharField("Company Name", max_length=250, unique=True)
    email = models.EmailField("E-mail", blank=True)
    time_zone = models.CharField(
        "Time zone",
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="For dates such as the Order Download Limit Date. A name like Europe/Berlin.",
    )
    currency = models.CharField(
        "Currency",
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter code such as EUR.")],
        help_text="The store's primary currency: CS-Cart orders do not name theirs.",
    )
    late_after_days = models.PositiveSmallIntegerField(
        "Late after days",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="A paid order counts as late when it has not left after so many days.",
    )
    forces_comments = models.BooleanField(
        "Force Enter Comments When Setting Order To On Hold Or Problem", default=False
    )
    logo = models.ImageField(
        "Logo",
        upload_to=logo_path,
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"]), validate_image],
        help_text="PNG or JPEG, up to 1 MB. Printed on invoices.",
    )
    address1 = models.CharField("Address 1", max_length=200, blank=True)
    address2 = models.CharField("Address 2", max_length=200, blank=True)
    city = models.CharField("City", max_length=100, blank=True)
    state = models.CharField("State", max_length=100, blank=True)
    postal_code = models.CharField("Zip", max_length=20, blank=True)
    country = CountryField("Country", blank=True)
    phone = models.CharField("Phone", max_length=40, blank=True)
    is_active = models.BooleanField("Active", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.pk}

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The company's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)
