"""Answers of the HTTP interface that may have to be given again."""

from django.db import models

from settings.models import ApiToken


class ApiAnswer(models.Model):
    """What was answered to a request with an Idempotency-Key, to be given again as it was.

    `fingerprint` is that of the request's body: the same key with another body is refused.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_idempotency_key"),
        ]

    def __str__(self) -> str:
        return self.key
