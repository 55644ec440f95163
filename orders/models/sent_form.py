"""Forms that moved money or goods, so that the same one sent twice acts once."""

from django.conf import settings as django_settings
from django.db import models


class SentForm(models.Model):
    """A form whose action was done, written in the action's own transaction.

    `key` is the one that the page gave the form; without one, the fingerprint of what was sent.
    """

    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="one_action_per_sent_form"),
        ]
        indexes = [models.Index(fields=["by", "at"], name="sent_forms_by_age")]

    def __str__(self) -> str:
        return self.key
