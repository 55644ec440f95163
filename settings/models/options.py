"""What may be downloaded from a company's website."""

from django.db import models
from django.db.models import Q

from settings.models.company import Company


class WebsiteOptions(models.Model):
    """The *Options* panel of Website > General."""

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, related_name="website_options"
    )
    allow_order_download = models.BooleanField("Allow Order Download", default=False)
    allow_tracking_upload = models.BooleanField("Allow Tracking Upload", default=False)
    allow_download_shipped_orders = models.BooleanField(
        "Allow Download Shipped Orders", default=False
    )
    allow_unpaid_orders = models.BooleanField("Allow Unpaid Orders", default=False)
    allow_shipping_unpaid_orders = models.BooleanField(
        "Allow Shipping Unpaid Orders", default=False
    )
    follow_cancellations = models.BooleanField(
        "Set Cancelled Internally automatically", default=False
    )
    keep_order_open = models.BooleanField("Keep the order open after a refund", default=False)
    enable_order_download_limit = models.BooleanField("Enable Order Download Limit", default=False)
    order_download_limit_date = models.DateField("Order Download Limit Date", null=True, blank=True)

    class Meta:
        verbose_name_plural = "website options"
        constraints = [
            models.CheckConstraint(
                condition=Q(enable_order_download_limit=False)
                | Q(order_download_limit_date__isnull=False),
                name="download_limit_needs_a_date",
                violation_error_message=(
                    "Enter the Order Download Limit Date, or untick Enable Order Download Limit."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Website options of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}
