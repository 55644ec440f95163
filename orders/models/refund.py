"""Refunds: what a customer gets back, line by line."""

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings as django_settings
from django.db import models
from django.db.models import F, Q

from orders.models.kept_rows import KeepsRows
from orders.models.line import OrderLine
from orders.models.order import Order


def _amount(label: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal("0.00"))


class Refund(KeepsRows):
    """One *Cancel/Issue Refund*. Its parts add up to `total`, in the order's currency.

    `items_amount` is the sum of the lines' amounts. `is_local_only`: *Do Not Send To Website*.
    `website_status` is the code of the status that the website shall get, '' for none. `rma` is
    the return that it pays back.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="refunds")
    reason = models.CharField("Cancel/Refund Reason", max_length=120)
    comment = models.TextField("Comments", blank=True)
    items_amount = _amount("Items")
    shipping_amount = _amount("Shipping Refund")
    tax_amount = _amount("Tax Refund")
    total = _amount("Total")
    is_local_only = models.BooleanField("Do Not Send To Website", default=False)
    website_status = models.CharField(max_length=10, blank=True)
    mails_customer = models.BooleanField(default=False)
    rma = models.ForeignKey(
        "Rma", on_delete=models.PROTECT, null=True, blank=True, related_name="refunds"
    )
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

    @property
    def refunded_lines(self) -> Sequence["RefundLine"]:
        """The lines of which something was given back."""
        return self.rows_of("lines")


class RefundLedger(models.Model):
    """What an order's customer was charged and got back, in three pots and in all.

    `charged_*` are as they were at the last refund. Refunds add to `refunded_*` in the database
    itself, whose checks refuse a cent too many, whoever else refunds at the same moment.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="refund_ledger")
    charged_items = _amount("Items charged")
    charged_shipping = _amount("Shipping charged")
    charged_tax = _amount("Tax charged")
    paid = _amount("Paid")
    refunded_items = _amount("Items refunded")
    refunded_shipping = _amount("Shipping refunded")
    refunded_tax = _amount("Tax refunded")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_items__lte=F("charged_items"))
                & Q(refunded_shipping__lte=F("charged_shipping"))
                & Q(refunded_tax__lte=F("charged_tax")),
                name="no_more_refunded_than_charged",
            ),
            models.CheckConstraint(
                condition=Q(
                    paid__gte=F("refunded_items") + F("refunded_shipping") + F("refunded_tax")
                ),
                name="no_more_refunded_than_paid",
            ),
        ]

    def __str__(self) -> str:
        return f"Refunds of {self.order}"


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
