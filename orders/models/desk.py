"""What Manage Orders keeps: the text by which an order is found, and views with a name."""

from collections.abc import Sequence
from typing import Self

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from orders.models.order import Order
from settings.models import Company


class OrderSearch(models.Model):
    """All by which an order is searched: numbers, names, e-mail, phone, SKUs, tracking numbers.

    Small letters without accents, a space before each word. A row of its own, so that a change of
    the order leaves the large index alone. Written by `orders.state.summary` only.
    """

    order = models.OneToOneField(
        Order, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    text = models.TextField()

    class Meta:
        indexes = [
            GinIndex(fields=["text"], opclasses=["gin_trgm_ops"], name="orders_by_words"),
        ]

    def __str__(self) -> str:
        return self.text


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Named questions about saved views."""

    def for_person(self, user: AbstractBaseUser | AnonymousUser, seen: Sequence[Company]) -> Self:
        """The person's own, and those shared at the companies `seen`, whose orders they may see."""
        return self.filter(Q(owner_id=user.pk or 0) | Q(company__in=[each.pk for each in seen]))


class SavedView(models.Model):
    """A name for filters, sorting and perhaps columns of Manage Orders: for a query string.

    With a company it is shared: everybody who may see that company's orders has it.
    """

    owner = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    company = models.ForeignKey(
        Company,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="saved_views",
        verbose_name="Shared at",
    )
    name = models.CharField("Name", max_length=60)
    query = models.CharField(max_length=4000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_view_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
