"""The order: what the store says about it, and what we decided."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Self
from urllib.parse import quote

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Coalesce, Length, Lower, Upper

from orders.models.kept_rows import KeepsRows
from orders.models.tag import Tag
from settings.models import Company, StatusReading


class OrderStatus(models.TextChoices):
    """Where the order stands with us."""

    IN_PROCESS = "in_process", "In Process"
    COMPLETED = "completed", "Completed"
    ON_HOLD = "on_hold", "On Hold"
    PROBLEM_ORDER = "problem_order", "Problem Order"
    CANCELLED = "cancelled", "Cancelled"
    VOID = "void", "Void"


OPEN = (OrderStatus.IN_PROCESS, OrderStatus.ON_HOLD, OrderStatus.PROBLEM_ORDER)


class PaymentStatus(models.TextChoices):
    """Where the customer's payment stands."""

    NO_PAYMENT = "no_payment", "No Payment"
    AUTHORIZED = "authorized", "Authorized"
    UNCLEARED = "uncleared", "Uncleared"
    PARTIAL_PAYMENT = "partial_payment", "Partial Payment"
    CHARGED = "charged", "Charged"
    PARTIAL_REFUND = "partial_refund", "Partial Refund"
    FULL_REFUND = "full_refund", "Full Refund"
    PAYMENT_ERROR = "payment_error", "Payment Error"


class ShippingStatus(models.TextChoices):
    """How much of the order has been shipped."""

    UNSHIPPED = "unshipped", "Unshipped"
    PARTIALLY_SHIPPED = "partially_shipped", "Partially Shipped"
    FULLY_SHIPPED = "fully_shipped", "Fully Shipped"
    READY_FOR_PICKUP = "ready_for_pickup", "Ready For Pickup"


# Orders are sorted by this, since NULL would have no place among the pages of a list.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
SHIPPED_OR_NEVER = Coalesce("shipped_at", models.Value(NEVER, models.DateTimeField()))


# Rush orders come before the others when sorted upwards.
NOT_RUSH = models.Case(models.When(is_rush=True, then=0), default=1)


def _amount(label: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal("0.00"))


class OrderQuerySet(models.QuerySet["Order"]):
    """Named questions about orders."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Orders of the companies `user` works for."""
        return self.filter(company__in=Company.objects.visible_to(user))

    def of_companies(self, companies: Sequence[Company]) -> Self:
        """Orders of these companies. Of all there are, it is asked without naming them.

        The planner takes a list of all companies for two thirds of them, and counts would tell so.
        """
        ids = [company.pk for company in companies]
        if ids and not Company.objects.exclude(pk__in=ids).exists():
            return self.all()
        return self.filter(company__in=ids)

    def for_company(self, company: Company) -> Self:
        """Orders of one company."""
        return self.filter(company=company)

    def in_store(self) -> Self:
        """Orders that the store knows: all but those that were made here."""
        return self.filter(original=None)

    def open(self) -> Self:
        """Orders on which work is still to be done."""
        return self.filter(order_status__in=OPEN)

    def unshipped(self) -> Self:
        """Open orders of which nothing has been shipped: their service can still be changed."""
        return self.open().filter(shipping_status=ShippingStatus.UNSHIPPED)

    def needing_shipping_method(self) -> Self:
        """Open orders that are still to be shipped and have no service for some of it."""
        unfinished = self.open().exclude(shipping_status=ShippingStatus.FULLY_SHIPPED)
        return unfinished.filter(needs_shipping_method=True)


class Order(KeepsRows):
    """One order of a company's website, unique by company and store order id.

    The store's facts are refreshed whenever the store changes them; our own statuses follow only
    while no person has decided otherwise. All amounts are in `currency`. `shipped_at` is the ship
    date of the package that left last, None while none has: see `orders.state.summary`.
    `is_store_status_ours`: the store has its status from us, so that it says nothing new of what
    was shipped. `original` is the order that this one replaces: such an order is ours alone, the
    website never hears of it. Since `erased_at` nothing here tells who the customer was, and
    imports bring nothing back.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="orders")
    store_order_id = models.CharField("Channel Order #", max_length=40)

    # Ours
    order_status = models.CharField(
        max_length=20, choices=OrderStatus.choices, default=OrderStatus.IN_PROCESS
    )
    payment_status = models.CharField(
        max_length=20, choices=PaymentStatus.choices, default=PaymentStatus.NO_PAYMENT
    )
    shipping_status = models.CharField(
        max_length=20, choices=ShippingStatus.choices, default=ShippingStatus.UNSHIPPED
    )
    is_rush = models.BooleanField("Rush", default=False)
    needs_shipping = models.BooleanField("Needs shipping", default=True)
    needs_shipping_method = models.BooleanField("Needs shipping method", default=False)
    allow_unpaid_shipping = models.BooleanField("Allow shipping even not paid", default=False)
    invoice_printed_at = models.DateTimeField("Invoice Printed", null=True, blank=True)
    invoice_printed_count = models.PositiveIntegerField("Invoice Printed Count", default=0)
    shipped_at = models.DateTimeField("Ship date", null=True, blank=True)
    original: "models.ForeignKey[Order | None, Order | None]" = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacements"
    )
    tags = models.ManyToManyField(Tag, related_name="orders", blank=True)
    erased_at = models.DateTimeField("Customer's data erased", null=True, blank=True)
    created_at = models.DateTimeField("Imported", auto_now_add=True)
    refreshed_at = models.DateTimeField("Last refreshed")

    # The store's
    facts_hash = models.CharField(max_length=64, editable=False)
    store_status_code = models.CharField(max_length=10)
    store_status_name = models.CharField("Website status")
    store_status_reading = models.CharField(
        max_length=12, choices=[(reading.value, reading.name.title()) for reading in StatusReading]
    )
    is_store_status_ours = models.BooleanField(default=False, db_default=False)
    store_company_id = models.CharField(max_length=40, blank=True)
    parent_order_id = models.CharField(max_length=40, blank=True)
    placed_at = models.DateTimeField("Order date")
    store_updated_at = models.DateTimeField(null=True, blank=True)
    currency = models.CharField(max_length=3)
    language = models.CharField(max_length=10, blank=True)
    store_customer_id = models.CharField(max_length=40, blank=True)
    customer_first_name = models.CharField(max_length=255, blank=True)
    customer_last_name = models.CharField(max_length=255, blank=True)
    customer_company = models.CharField(blank=True)
    customer_vat_number = models.CharField("VAT number", blank=True, default="", db_default="")
    customer_email = models.CharField("E-mail", max_length=255, blank=True)
    customer_phone = models.CharField("Phone", blank=True)
    payment_method = models.CharField("Payment method", blank=True)
    payment_reference = models.CharField(blank=True)
    invoice_number = models.CharField("Website invoice", blank=True)
    customer_note = models.TextField("Customer's note", blank=True)
    staff_note = models.TextField("Website staff note", blank=True)
    subtotal = _amount("Subtotal")
    discount = _amount("Discount")
    shipping_total = _amount("Shipping")
    tax_total = _amount("Tax")
    surcharge = _amount("Payment surcharge")
    gift_certificates_bought = _amount("Gift certificates bought")
    gift_certificates_used = _amount("Gift certificates used")
    grand_total = _amount("Grand total")
    warnings = models.JSONField(default=list, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-id"]
        indexes = [
            models.Index(fields=["company", "-placed_at", "-id"]),
            models.Index(fields=["-placed_at", "-id"]),
            models.Index(
                fields=["company"],
                condition=models.Q(needs_shipping_method=True),
                name="orders_needing_a_method",
            ),
            # The desk's work: the few orders that are not simply done. The last columns are there
            # to be looked at in the index, before the row is.
            models.Index(
                fields=[
                    *("order_status", "-placed_at", "-id"),
                    *("payment_status", "shipping_status", "company"),
                ],
                condition=~models.Q(order_status=OrderStatus.COMPLETED),
                name="orders_not_completed",
            ),
            models.Index(
                fields=["payment_status", "-placed_at", "-id"],
                condition=~models.Q(payment_status=PaymentStatus.CHARGED),
                name="orders_not_charged",
            ),
            models.Index(
                fields=["shipping_status", "-placed_at", "-id"],
                condition=~models.Q(shipping_status=ShippingStatus.FULLY_SHIPPED),
                name="orders_not_fully_shipped",
            ),
            models.Index(
                fields=["-placed_at", "-id"],
                condition=models.Q(is_rush=True),
                name="orders_rush",
            ),
            # What is ready to ship: rush first, then the oldest.
            models.Index(
                NOT_RUSH,
                models.F("placed_at"),
                models.F("id"),
                condition=~models.Q(order_status=OrderStatus.COMPLETED),
                name="orders_rush_then_oldest",
            ),
            # Asked by filters that few people add; a small index that no update must follow.
            BrinIndex(fields=["refreshed_at"], name="orders_by_refresh"),
            models.Index(Upper("payment_method"), name="orders_by_payment_method"),
            # Sorting Manage Orders.
            models.Index(
                Length("store_order_id").desc(),
                models.F("store_order_id").desc(),
                models.F("id").desc(),
                name="orders_by_store_number",
            ),
            models.Index(
                Lower("customer_last_name"),
                Lower("customer_first_name"),
                "id",
                name="orders_by_customer",
            ),
            models.Index(fields=["-grand_total", "-id"], name="orders_by_grand_total"),
            # Related orders, on Order Details.
            models.Index(
                fields=["company", "customer_email"],
                condition=~models.Q(customer_email=""),
                name="orders_of_a_customer",
            ),
            models.Index(
                fields=["company", "parent_order_id"],
                condition=~models.Q(parent_order_id=""),
                name="orders_of_a_parent",
            ),
            models.Index(
                SHIPPED_OR_NEVER.desc(), models.F("id").desc(), name="orders_by_ship_date"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "store_order_id"], name="one_order_per_store_order_id"
            ),
        ]

    def __str__(self) -> str:
        return f"Order {self.pk} ({self.store_order_id})"

    @property
    def is_local(self) -> bool:
        """Whether the order was made here, so that the store knows nothing of it."""
        return self.original_id is not None

    @property
    def website_url(self) -> str:
        """Where this order is in the store's back office; '' when the company names no pattern."""
        if self.is_local:
            return ""
        pattern = self.company.connection.website_order_view_url
        return pattern.replace("{order_id}", quote(self.store_order_id, safe=""))

    @property
    def is_waiting_for_method(self) -> bool:
        """As `needing_shipping_method` of the queryset, for one order."""
        return self.needs_shipping_method and self.is_to_be_shipped

    @property
    def is_to_be_shipped(self) -> bool:
        """Whether the order is open and something of it is still to be shipped."""
        is_open = self.order_status in OPEN
        return (
            is_open and self.needs_shipping and self.shipping_status != ShippingStatus.FULLY_SHIPPED
        )

    @property
    def customer_phone_digits(self) -> str:
        """The phone number as a telephone dials it: digits, and a plus in front."""
        digits = "".join(one for one in self.customer_phone if one.isdigit())
        return f"+{digits}" if self.customer_phone.strip().startswith("+") else digits

    @property
    def customer_name(self) -> str:
        """First and last name as one text; '' when the store has neither."""
        return f"{self.customer_first_name} {self.customer_last_name}".strip()
