"""Refunds: what a customer gets back, line by line."""

from decimal import Decimal

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from orders.models.line import OrderLine
from orders.models.order import Order


def _amount(label: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal("0.00"))


class Refund(models.Model):
    """One *Cancel/Issue Refund*. Its parts add up to `total`, in the order's currency.

    `items_amount` is the sum of the lines' amounts. `is_local_only`: *Do Not Send To Website*.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    reason = models.CharField("Cancel/Refund Reason", max_length=120)
    comment = models.TextField("Comments", blank=True)
    items_amount = _amount("Items")
    shipping_amount = _amount("Shipping Refund")
    tax_amount = _amount("Tax Refund")
    total = _amount("Total")
    is_local_only = models.BooleanField("Do Not Send To Website", default=False)
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total=F("items_amount") + F("shipping_amount") + F("tax_amount")),
                name="refunds_add_up",
            ),
            models.CheckConstraint(
                condition=Q(items_amount__gte=0, shipping_amount__gte=0, tax_amount__gte=0),
                name="refunds_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"Refund {self.pk} of {self.total}"


class RefundLine(models.Model):
    """How much of a line a refund gives back. `quantity` may be 0 for an amount alone."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="refunded")
    quantity = models.PositiveIntegerField("Qty To Refund/Cancel")
    amount = _amount("Amount")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["refund", "line"], name="one_row_per_refunded_line"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="refunded_lines_are_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line.name}"
