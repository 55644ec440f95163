"""Why customers get money or goods back: a company's own lists."""

from django.db import models

from settings.models import Company


class ReasonKind(models.TextChoices):
    """Where a reason is offered."""

    REFUND = "refund", "Cancel/Refund Reason"
    RMA = "rma", "RMA Reason"


# Offered by a company that has entered none of its own.
USUAL_REASONS = {
    ReasonKind.REFUND: (
        "Customer cancelled",
        "Out of stock",
        "Customer return",
        "Damaged or defective",
        "Wrong item",
        "Undeliverable",
        "Fraud",
        "Price or shipping adjustment",
        "Other",
    ),
    ReasonKind.RMA: (
        "Customer Error",
        "Damaged",
        "Defective",
        "Didn't Fit",
        "Didn't Like",
        "Duplicate",
        "Exchange",
        "Missing Pieces",
        "Not As Requested",
        "Shipping Error",
        "Undeliverable",
        "Warranty",
        "Other",
    ),
}


class Reason(models.Model):
    """One entry of a company's list. Refunds and RMAs keep its words, so it may be deleted."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="reasons")
    kind = models.CharField("List", max_length=10, choices=ReasonKind.choices)
    name = models.CharField("Reason", max_length=120)
    position = models.PositiveIntegerField("Position", default=0)
    is_hidden = models.BooleanField("Hide", default=False)

    class Meta:
        ordering = ["company", "kind", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "name"], name="one_entry_per_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def offered(cls, company_id: int, kind: ReasonKind) -> list[str]:
        """The reasons to choose from: the company's own, or the usual ones while it has none."""
        own = list(cls.objects.filter(company=company_id, kind=kind))
        if not own:
            return list(USUAL_REASONS[kind])
        return [reason.name for reason in own if not reason.is_hidden]
