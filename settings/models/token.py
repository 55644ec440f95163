"""Tokens with which other programs work for a company."""

from datetime import timedelta
from typing import Self

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from settings.models.company import Company

# How long a token lasts unless its maker says otherwise.
USUAL_LIFE = timedelta(days=90)


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Named questions about tokens."""

    def valid(self) -> Self:
        """Tokens that may open something: not revoked or expired, of an active company."""
        now = timezone.now()
        # Made by a version before expiries: they last the usual time.
        lasts = Q(expires_at__gt=now) | Q(expires_at=None, created_at__gt=now - USUAL_LIFE)
        return self.filter(lasts, revoked_at=None, company__is_active=True)


class ApiToken(models.Model):
    """A token of a company for its label software. Only its hash is kept (SHA-256, hex).

    It may do no more than `held_by` may at that moment: its maker, or who took it over since.
    `hint` are the first signs of the token, by which people know it again. `used_in_minute` counts
    requests since `minute_began_at`, by the database's clock.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(
        "Name", max_length=120, help_text="The program that uses it, such as ShipStation."
    )
    hint = models.CharField(max_length=12, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    may_read_orders = models.BooleanField("Read orders that are ready to ship", default=True)
    may_ship_orders = models.BooleanField("Ship orders", default=True)
    created_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    held_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name="Stands for",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    expires_at = models.DateTimeField("Expires", null=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute_began_at = models.DateTimeField(null=True, editable=False)
    used_in_minute = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return (self.expires_at or self.created_at + USUAL_LIFE) <= timezone.now()

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}
