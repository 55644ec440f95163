"""Money that came in for an order, and went back."""

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from orders.models.order import Order


class PaymentKind(models.TextChoices):
    """What a row of the payments stands for. INFORMATION moves no balance."""

    PAYMENT = "payment", "Payment"
    REFUND = "refund", "Refund"
    INFORMATION = "information", "Information"


class Payment(models.Model):
    """One movement of money, as far as we know. `amount` is positive, in the order's currency.

    Balances are sums of these rows. The store tells only that an order is paid: that makes one row
    `is_from_store` over the order's total, and it follows the store. `by` is None when the system
    wrote the row.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="payments")
    kind = models.CharField(max_length=12, choices=PaymentKind.choices)
    method = models.CharField("Payment Method", blank=True)
    amount = models.DecimalField("Amount", max_digits=14, decimal_places=2)
    paid_at = models.DateTimeField("Payment Date")
    reference = models.CharField("Reference Number", blank=True)
    note = models.TextField("Notes", blank=True)
    is_from_store = models.BooleanField(default=False)
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paid_at", "id"]
        indexes = [models.Index(fields=["paid_at"], name="payments_by_day")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="payments_are_not_negative"),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(is_from_store=True),
                name="one_payment_from_the_store",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.amount}"
