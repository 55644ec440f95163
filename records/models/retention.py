"""Data Retention: for how long a company keeps what it does not need for its work."""

from datetime import datetime, timedelta
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from settings.models import Company

# No company may keep less: what is being worked on, or looked into, is needed so long.
LEAST = {
    "raw_documents_days": 30,
    "jobs_days": 7,
    "uploads_days": 7,
    "notices_days": 7,
    "change_log_days": 365,
}

_DAYS_A_YEAR = 365.25


def _days(
    name: str, label: str, usual: int | None
) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(
        label, null=True, blank=True, default=usual, validators=[MinValueValidator(LEAST[name])]
    )


def _at_least(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": LEAST[name]}),
        name=f"retention_{name}_at_least",
        violation_error_message=f"Keep it for at least {LEAST[name]} days.",
    )


class Retention(models.Model):
    """For how many days a company keeps things; None keeps them for ever.

    Raw documents count from the last refresh of an order that is not open any more, jobs from
    their end, uploaded files from their upload, notices from when it was right again, entries of
    the Change Log from the change. Orders, packages, payments and issued documents are never
    removed, but for the PDFs of customers who were erased: these go `tax_years` after their date.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="retention")
    raw_documents_days = _days("raw_documents_days", "Raw documents (days)", 365)
    jobs_days = _days("jobs_days", "Jobs with their logs and files (days)", 90)
    uploads_days = _days("uploads_days", "Uploaded files (days)", 90)
    notices_days = _days("notices_days", "Notices (days)", 365)
    change_log_days = _days("change_log_days", "Change Log (days)", None)
    tax_years = models.PositiveSmallIntegerField(
        "Invoices of erased customers (years)", default=10, validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name_plural = "retention"
        constraints = [_at_least(name) for name in LEAST]

    def __str__(self) -> str:
        return f"Data Retention of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}

    @classmethod
    def of(cls, company: Company) -> Self:
        """The company's own, or the usual one, not saved, while it has none."""
        return cls.objects.filter(company=company).first() or cls(company=company)

    def before(self, name: str) -> datetime | None:
        """The moment before which what the field `name` counts may go; None: never."""
        if name == "tax_years":
            return timezone.now() - timedelta(days=round(self.tax_years * _DAYS_A_YEAR))
        days: int | None = getattr(self, name)
        return None if days is None else timezone.now() - timedelta(days=days)
