"""How a company reads its website's order statuses, and which ones we set there."""

from django.db import models

from settings.models.connection import StoreConnection


class StatusReading(models.TextChoices):
    """How the house reads one of the store's order statuses.

    INCOMPLETE: the checkout is not finished, or the order is being edited at this very moment; what
    the document says now must not be believed. IGNORE: not an order that can be worked on.
    """

    INCOMPLETE = "incomplete", "Incomplete"
    UNPAID = "unpaid", "Unpaid"
    PAID = "paid", "Paid"
    SHIPPED = "shipped", "Shipped"
    CANCELLED = "cancelled", "Cancelled"
    REFUNDED = "refunded", "Refunded"
    IGNORE = "ignore", "Ignore"


class WebsiteStatus(models.Model):
    """An order status of the store, by the store's own code and name.

    `usual_reading` is what the store plugin makes of it; `chosen_reading` overrides that when a
    person has chosen one.
    """

    connection = models.ForeignKey(
        StoreConnection, on_delete=models.CASCADE, related_name="statuses"
    )
    code = models.CharField(max_length=10)
    name = models.CharField()
    usual_reading = models.CharField(max_length=20, choices=StatusReading.choices)
    chosen_reading = models.CharField(max_length=20, choices=StatusReading.choices, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "website statuses"
        constraints = [
            models.UniqueConstraint(fields=["connection", "code"], name="one_row_per_status"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reading(self) -> str:
        """How orders with this status are read."""
        return self.chosen_reading or self.usual_reading

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.connection.company_id}


class StatusUploads(models.Model):
    """Which status an order gets in the store when something happens here; '' sets none.

    Each goes with whether the store may e-mail the customer. The store's own notification settings
    still decide: allowing a mail does not force one.
    """

    connection = models.OneToOneField(
        StoreConnection, on_delete=models.CASCADE, related_name="status_uploads"
    )
    on_cancel = models.CharField("On cancel", max_length=10, blank=True)
    mails_on_cancel = models.BooleanField("E-mail the customer on cancel", default=True)
    on_full_refund = models.CharField("On full refund", max_length=10, blank=True)
    mails_on_full_refund = models.BooleanField("E-mail the customer on full refund", default=True)
    on_partial_refund = models.CharField("On partial refund", max_length=10, blank=True)
    mails_on_partial_refund = models.BooleanField(
        "E-mail the customer on partial refund", default=False
    )
    on_shipped = models.CharField("When all is shipped", max_length=10, blank=True)
    mails_on_shipped = models.BooleanField("E-mail the customer when all is shipped", default=True)

    class Meta:
        verbose_name_plural = "status uploads"

    def __str__(self) -> str:
        return f"Status uploads of {self.connection.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.connection.company_id}
