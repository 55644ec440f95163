"""Who works for a company, and what each person prefers."""

from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.validators import MinValueValidator
from django.db import models

from settings.models.company import Company
from settings.rights import Right


class Membership(models.Model):
    """A person works for a company, with the rights of the roles held there.

    `refund_limit` is the most this person may refund on one order, in the company's currency;
    None means no limit.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    roles = models.ManyToManyField(
        Group, related_name="memberships", blank=True, verbose_name="Roles"
    )
    refund_limit = models.DecimalField(
        "Refund limit",
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        permissions = tuple((right.value, right.label) for right in Right)
        constraints = [
            models.UniqueConstraint(fields=["company", "user"], name="one_membership_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}


class Preference(models.Model):
    """What the application remembers for a person.

    `order_columns` are the keys of the columns of Manage Orders in their order; empty for the usual
    ones.
    """

    user = models.OneToOneField(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference"
    )
    last_company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    order_columns = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"Preferences of {self.user}"


class Favourite(models.Model):
    """A starred entry of a Toolbox or Actions menu: shown at the menu's top."""

    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourites"
    )
    entry = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "entry"], name="one_star_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.entry}"
