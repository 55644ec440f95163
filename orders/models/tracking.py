"""Files of tracking numbers that people upload."""

from django.conf import settings as django_settings
from django.db import models

from core.packing import pack, unpack
from jobs.models import Job
from settings.models import Company


class TrackingImport(models.Model):
    """A file of tracking numbers, from its upload to what became of each line.

    `packed_lines` is {"lines": [[line number, [cell ...]] ...]}. `columns` is which place each
    column has (see `orders.tracking.rows.Column`). `may_lack_numbers`: it comes from Ship Orders,
    where a package may leave without tracking number. `packed_answers` is {"answers": [...]}, one
    flat dict for each line: first what the check says, then what the import did.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tracking_imports")
    uploaded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=250)
    headings = models.JSONField(default=list)
    packed_lines = models.BinaryField()
    number_of_lines = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict, blank=True)
    may_lack_numbers = models.BooleanField(default=False)
    check_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    packed_answers = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def lines(self) -> list[tuple[int, list[str]]]:
        """The lines of the file: number and cells."""
        return [(number, cells) for number, cells in unpack(self.packed_lines)["lines"]]

    @property
    def answers(self) -> list[dict[str, str]]:
        """What is known of each line; nothing before the file was looked through."""
        if self.packed_answers is None:
            return []
        answers: list[dict[str, str]] = unpack(self.packed_answers)["answers"]
        return answers

    def keep_answers(self, answers: list[dict[str, str]]) -> None:
        """Keep what became of each line."""
        self.packed_answers = pack({"answers": answers})
        self.save(update_fields=["packed_answers"])


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
