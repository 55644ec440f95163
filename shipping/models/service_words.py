"""What label software calls our services, as a company has said it."""

from typing import Any

from django.db import models

from core.plain_text import normal_heading
from settings.models import Company
from shipping.models.carriers import ShippingService


class ServiceWords(models.Model):
    """A carrier's and a service's name in files of a company, and the service that they mean."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=300)
    service = models.ForeignKey(ShippingService, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["words"]
        verbose_name_plural = "service words"
        constraints = [
            models.UniqueConstraint(fields=["company", "words"], name="one_meaning_of_words"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def known_to(cls, company: Company) -> dict[str, int]:
        """The ids of services by words, in the form of `words_of`."""
        return dict(cls.objects.filter(company=company).values_list("words", "service_id"))

    @classmethod
    def remember(cls, company: Company, meant: "dict[str, ShippingService]") -> None:
        """Keep what words mean, whatever they meant before."""
        rows: list[Any] = [
            cls(company=company, words=words, service=service) for words, service in meant.items()
        ]
        cls.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["company", "words"],
            update_fields=["service"],
        )


def words_of(carrier: str, service: str) -> str:
    """A carrier's and a service's name as they are remembered."""
    return f"{normal_heading(carrier)} | {normal_heading(service)}"[:300]
