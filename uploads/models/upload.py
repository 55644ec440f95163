"""A file of lines that a person uploaded, and what became of each line."""

from datetime import timedelta

from django.conf import settings as django_settings
from django.db import models
from django.utils import timezone

from core.packing import pack, unpack
from jobs.models import Job
from settings.models import Company

UNUSED_KEPT = timedelta(days=1)
_NOTHING = b""


class Upload(models.Model):
    """A file's lines, from the upload to what was done with each. Each kind has a table of its own.

    `headings` are texts as the file has them, `columns` which place each column of the kind has.
    `packed_lines` is {"lines": [[line number, [cell ...]] ...]}, `packed_answers` is
    {"answers": [...]}, one flat dict for each line: first what `check_job` found, then what `job`
    did. Kinds that are checked and committed at once have neither job.
    `reading` is how the file was read and what a person chose about it (`uploads.reading`), and
    `packed_file` its bytes, compressed, until it is committed: a person may have it read otherwise.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=250)
    headings = models.JSONField(default=list, db_default=[])
    columns = models.JSONField(default=dict, db_default={}, blank=True)
    packed_lines = models.BinaryField(default=_NOTHING, db_default=_NOTHING)
    number_of_lines = models.PositiveIntegerField(default=0, db_default=0)
    reading = models.JSONField(default=dict, db_default={}, blank=True)
    packed_file = models.BinaryField(null=True, blank=True)
    check_job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    packed_answers = models.BinaryField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def forget_unused(cls) -> None:
        """Files that nobody committed go after a day."""
        old = timezone.now() - UNUSED_KEPT
        cls._default_manager.filter(job=None, uploaded_at__lt=old).delete()

    @property
    def lines(self) -> list[tuple[int, list[str]]]:
        """The lines of the file: number and cells."""
        if not self.packed_lines:
            return []
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
