"""What an order costs us: item costs by SKU, and fees of one order."""

from decimal import Decimal

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from orders.models.order import Order
from settings.models import Company
from uploads.models import Upload


class CostSource(models.TextChoices):
    """Where a line's unit cost came from. What was entered by hand is never taken again."""

    NONE = "", "No cost"
    BY_SKU = "by_sku", "Item cost of the SKU"
    BY_HAND = "by_hand", "Entered by hand"


class ItemCost(models.Model):
    """What one piece of a SKU costs a company, in the company's currency.

    New orders take it over; later changes touch no order that has taken it, see
    *ReCalculate Order Cost*. SKUs are compared without regard to case.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="item_costs")
    sku = models.CharField("SKU", max_length=128)
    cost = models.DecimalField("Item Cost", max_digits=14, decimal_places=4)
    saved_at = models.DateTimeField("Saved", auto_now=True)

    class Meta:
        ordering = ["sku", "id"]
        constraints = [
            models.UniqueConstraint("company", Upper("sku"), name="one_cost_per_sku"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="item_costs_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.sku}: {self.cost}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}


class OrderCostKind(models.TextChoices):
    """What else an order costs. An adjustment may be negative: it then raises the profit."""

    POSTING_FEE = "posting_fee", "Posting Fee"
    COMMISSION = "commission", "Commission"
    TRANSACTION_FEE = "transaction_fee", "Transaction Fee"
    ADJUSTMENT = "adjustment", "Adjustments"


class OrderCost(models.Model):
    """One fee of an order, or its adjustments, in the order's currency."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=16, choices=OrderCostKind.choices)
    amount: "models.DecimalField[Decimal, Decimal]" = models.DecimalField(
        max_digits=14, decimal_places=2
    )
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="one_order_cost_per_kind"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) | Q(kind=OrderCostKind.ADJUSTMENT),
                name="fees_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


class ItemCostUpload(Upload):
    """A file of item costs that nobody has committed yet."""

    uploaded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_column="by_id",
    )
