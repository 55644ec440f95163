"""The lines of an order."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from core.money import to_cents
from orders.models.cost import CostSource
from orders.models.order import Order


class OrderLine(models.Model):
    """One product on an order, as the store sold it. Unique by order and store line id.

    `unit_price` is after the line's discount. `options` is a list of {"name", "value"}.
    `unit_cost` is what one piece costs us, in the order's currency; None while nobody knows.
    `quantity` is what counts here, `store_quantity` what the store said last: they differ where
    pieces were packed or refunded before the store took them off the order. None means the same.
    `packed_quantity` is what packages hold, `shipped_quantity` what of it was Ship Confirmed, and
    `refunded_quantity` what refunds gave back: a ledger that actions keep, so that the database
    itself refuses a piece that is packed twice. `returned_quantity` is what came back by RMA.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    store_line_id = models.CharField(max_length=40)
    position = models.PositiveIntegerField()
    store_product_id = models.CharField(max_length=40, blank=True)
    sku = models.CharField("SKU", max_length=255, blank=True)
    name = models.CharField("Product")
    options = models.JSONField(default=list, blank=True)
    unit_price = models.DecimalField(max_digits=14, decimal_places=2)
    unit_discount = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal("0.00"))
    quantity = models.PositiveIntegerField("Qty")
    store_quantity = models.PositiveIntegerField(null=True, blank=True)
    store_shipped_quantity = models.PositiveIntegerField("Shipped", default=0)
    needs_shipping = models.BooleanField(default=True)

    # Ours
    packed_quantity = models.PositiveIntegerField("Packed", default=0)
    shipped_quantity = models.PositiveIntegerField("Ship Confirmed", default=0)
    refunded_quantity = models.PositiveIntegerField("Refunded", default=0)
    returned_quantity = models.PositiveIntegerField("Returned", default=0)
    unit_cost: "models.DecimalField[Decimal | None, Decimal | None]" = models.DecimalField(
        "Item Cost", max_digits=14, decimal_places=4, null=True, blank=True
    )
    cost_source = models.CharField(
        max_length=10, choices=CostSource.choices, default=CostSource.NONE, blank=True
    )

    class Meta:
        ordering = ["position"]
        # Written as iexact asks for it.
        indexes = [models.Index(Upper("sku"), name="lines_by_sku")]
        constraints = [
            models.CheckConstraint(condition=Q(unit_cost__gte=0), name="unit_costs_not_negative"),
            models.UniqueConstraint(
                fields=["order", "store_line_id"], name="one_line_per_store_line_id"
            ),
            models.CheckConstraint(
                condition=Q(packed_quantity__lte=F("quantity")), name="no_more_packed_than_ordered"
            ),
            models.CheckConstraint(
                condition=Q(shipped_quantity__lte=F("packed_quantity")),
                name="no_more_shipped_than_packed",
            ),
            models.CheckConstraint(
                condition=Q(refunded_quantity__lte=F("quantity")),
                name="no_more_refunded_than_ordered",
            ),
            models.CheckConstraint(
                condition=Q(returned_quantity__lte=F("quantity")),
                name="no_more_returned_than_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def line_total(self) -> Decimal:
        """Price times quantity, to the cent."""
        return to_cents(self.unit_price * self.quantity)
