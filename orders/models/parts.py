"""Addresses, requested shipping methods and taxes of an order, as the store has them."""

from decimal import Decimal
from urllib.parse import urlencode

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Upper

from orders.models.order import Order
from shipping.models import ShippingService
from shipping.service_choice import ServiceSource


class AddressKind(models.TextChoices):
    """What an address is for."""

    BILLING = "billing", "Billing Address"
    SHIPPING = "shipping", "Shipping Address"


class OrderAddress(models.Model):
    """A postal address of an order.

    `is_ours`: a person changed it here. The store's address is kept in `told_by_store`, by column,
    as it last was; imports refresh that alone.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=10, choices=AddressKind.choices)
    first_name = models.CharField(blank=True)
    last_name = models.CharField(blank=True)
    company = models.CharField(blank=True)
    address1 = models.CharField(max_length=500, blank=True)
    address2 = models.CharField(blank=True)
    city = models.CharField(blank=True)
    state = models.CharField(max_length=255, blank=True)
    state_name = models.CharField(blank=True)
    postal_code = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    country_name = models.CharField(blank=True)
    phone = models.CharField(blank=True)

    # Ours
    is_ours = models.BooleanField("Changed here", default=False)
    told_by_store = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "order addresses"
        indexes = [
            models.Index(
                fields=["country", "state"],
                condition=models.Q(kind=AddressKind.SHIPPING),
                name="orders_by_destination",
            ),
            models.Index(
                fields=["postal_code", "address1"],
                condition=models.Q(kind=AddressKind.SHIPPING),
                name="orders_to_an_address",
            ),
            # Written as istartswith asks for it.
            models.Index(
                OpClass(Upper("address1"), name="text_pattern_ops"),
                condition=models.Q(kind=AddressKind.SHIPPING),
                name="orders_by_street",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="one_address_per_kind"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.text_lines)

    @property
    def map_url(self) -> str:
        """Where the place is on OpenStreetMap; '' without street and town. No name is sent."""
        if not self.address1 or not (self.city or self.postal_code):
            return ""
        place = " ".join(filter(None, [self.postal_code, self.city]))
        where = [self.address1, place, self.state_name or self.state, self.country]
        query = urlencode({"query": ", ".join(filter(None, where))})
        return f"https://www.openstreetmap.org/search?{query}"

    @property
    def text_lines(self) -> list[str]:
        """The address as it is written on a parcel, without empty lines."""
        name = f"{self.first_name} {self.last_name}".strip()
        place = " ".join(filter(None, [self.postal_code, self.city]))
        state = self.state_name or self.state
        country = self.country_name or self.country
        lines = [name, self.company, self.address1, self.address2, place, state, country]
        return [line for line in lines if line]


class OrderShippingGroup(models.Model):
    """The shipping method the customer chose for a group of lines, and the service we send by.

    Method, number and rate are kept for ever as they came. An order that needs shipping and names
    no method has one group without a name.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="shipping_groups")
    group_key = models.CharField(max_length=20)
    store_shipping_id = models.CharField(max_length=40)
    method_name = models.CharField(max_length=500)
    rate = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal("0.00"))

    # Ours
    service = models.ForeignKey(
        ShippingService,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shipping_groups",
    )
    is_rush = models.BooleanField("Rush Service", default=False)
    service_source = models.CharField(
        max_length=10, choices=ServiceSource.choices, default=ServiceSource.NONE
    )

    class Meta:
        ordering = ["group_key"]
        indexes = [models.Index(fields=["method_name"], name="orders_by_requested_method")]
        constraints = [
            models.UniqueConstraint(fields=["order", "group_key"], name="one_method_per_group"),
        ]

    def __str__(self) -> str:
        return self.method_name or "No method"


def _part(label: str) -> "models.DecimalField[Decimal | None, Decimal | None]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True)


class OrderTax(models.Model):
    """One tax of an order. `rate` is a percentage when `is_percent`, else an amount.

    `of_lines` is the tax of each line, as text by `store_line_id`, `of_shipping` and
    `of_surcharge` those of shipping and surcharge; all three are None where the store does not say
    on what the tax was charged.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="taxes")
    position = models.PositiveIntegerField()
    name = models.CharField()
    rate = models.DecimalField(max_digits=14, decimal_places=4)
    is_percent = models.BooleanField()
    is_included_in_prices = models.BooleanField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    of_lines = models.JSONField(null=True, blank=True, default=None)
    of_shipping = _part("Tax on shipping")
    of_surcharge = _part("Tax on the surcharge")

    class Meta:
        ordering = ["position"]
        verbose_name_plural = "order taxes"
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_tax_per_position"),
        ]

    def __str__(self) -> str:
        return self.name
