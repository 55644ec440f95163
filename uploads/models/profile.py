"""Which column of a file is what, as a company chose it for one kind of file."""

from django.db import models

from settings.models import Company


class ColumnProfile(models.Model):
    """A choice of columns under a name: of one label program, or of one carrier's portal.

    `kind` is the name of the kind of file. `headings` has the heading by column; a file whose
    headings include all of them is recognised. `used_at` is when a person last checked a file so.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    kind = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    headings = models.JSONField(default=dict)
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-used_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "name"], name="one_column_profile_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name
