"""What customers ask for: to see what is known of them, or to be forgotten."""

from django.conf import settings as django_settings
from django.db import models
from django.db.models import Q

from settings.models import Company


class RequestKind(models.TextChoices):
    """What is asked for."""

    EXPORT = "export", "Export"
    ERASURE = "erasure", "Erasure"


class CustomerRequest(models.Model):
    """One export or erasure of a customer's data: proof that it was done, without the person.

    `email` and `words`, by which the person is found, are there only until the job has ended.
    `counts` says what was found or erased.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="customer_requests")
    kind = models.CharField("Request", max_length=10, choices=RequestKind.choices)
    email = models.EmailField("E-mail", blank=True)
    words = models.JSONField(default=list, blank=True)
    requested_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(email="", words=[]),
                name="ended_customer_requests_name_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
