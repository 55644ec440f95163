"""Companies and who works for them."""

import zoneinfo
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db import models

from core.validators import validate_time_zone


class CompanyQuerySet(models.QuerySet["Company"]):
    """Named questions about companies."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """The companies `user` works for; a superuser works for all."""
        if getattr(user, "is_superuser", False):
            return self
        return self.filter(memberships__user_id=user.pk or 0)

    def downloading(self) -> Self:
        """Active companies whose website orders come in automatically."""
        return self.filter(is_active=True, website_options__allow_order_download=True)


class Company(models.Model):
    """A brand or legal entity of the merchant. It sells through one CS-Cart store."""

    name = models.CharField(max_length=250, unique=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    currency = models.CharField(
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}$", "Use a three-letter code such as EUR.")],
        help_text="The store's primary currency: CS-Cart orders do not name theirs.",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The company's time zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


class Membership(models.Model):
    """A person works for a company."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="one_membership_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.company}"
