"""Files of tracking numbers that people upload."""

from django.conf import settings as django_settings
from django.db import models

from jobs.models import Job
from orders.models.uploads import UploadedLines
from settings.models import Company


class TrackingImport(UploadedLines):
    """A file of tracking numbers, from its upload to what became of each line.

    `columns` is which place each column has (see `orders.fulfilment.tracking_files.rows.Column`).
    `may_lack_numbers`: it comes from Ship Orders, where a package may leave without tracking
    number. The answers first say what the check found, then what the import did.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tracking_imports")
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict, blank=True)
    may_lack_numbers = models.BooleanField(default=False)
    check_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class TrackingColumns(models.Model):
    """The headings that a person last chose at a company, by column of a tracking file."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    headings = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "tracking columns"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"], name="one_set_of_tracking_columns_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Columns of {self.user} at {self.company}"
