"""Files of tracking numbers that people upload."""

from django.conf import settings as django_settings
from django.db import models

from settings.models import Company
from uploads.models import Upload


class TrackingImport(Upload):
    """A file of tracking numbers, from its upload to what became of each line.

    `columns` is which place each column has (see
    `orders.fulfilment.tracking_files.tracking_row.TrackingColumn`). `may_lack_numbers`: it comes
    from Ship Orders, where a package may leave without tracking number.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tracking_imports")
    may_lack_numbers = models.BooleanField(default=False)


class TrackingColumns(models.Model):
    """The headings that a person last chose at a company, by column of a tracking file.

    Kept for the version before this one alone: choices are `uploads.models.ColumnProfile` now. The
    table goes with the next release.
    """

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
