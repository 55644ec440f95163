"""How a company's website is reached."""

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models

from core.secrets import EncryptedTextField
from settings.models.company import Company


class StoreType(models.TextChoices):
    """What kind of website a company sells through."""

    NOT_SPECIFIED = "not_specified", "Not Specified"
    CUSTOM = "custom", "Custom"


class Addressing(models.TextChoices):
    """How the store's web server lets its API be addressed."""

    REWRITE = "rewrite", "With rewriting (/api/2.0/orders)"
    QUERY = "query", "Without rewriting (/api.php?_d=2.0/orders)"


class StoreConnection(models.Model):
    """Address and login of a company's store. The API key is encrypted at rest."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="connection")
    store_type = models.CharField(
        max_length=20, choices=StoreType.choices, default=StoreType.NOT_SPECIFIED
    )
    plugin = models.CharField("Store Plugin", max_length=40, blank=True)
    store_url = models.CharField(
        "Website URL",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="The store's own address, e.g. https://shop.example.com",
    )
    api_email = models.EmailField("Username", blank=True)
    api_key = EncryptedTextField("API Password", blank=True)
    addressing = models.CharField(
        max_length=10, choices=Addressing.choices, default=Addressing.REWRITE
    )
    language = models.CharField(max_length=5, default="en")
    parallel_requests = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(8)]
    )
    minutes_between_runs = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )

    def __str__(self) -> str:
        return f"{self.plugin or 'no plugin'} store of {self.company}"

    @property
    def is_complete(self) -> bool:
        """Whether everything needed to reach the store has been filled in."""
        has_login = bool(self.store_url and self.api_email and self.api_key)
        return self.store_type == StoreType.CUSTOM and bool(self.plugin) and has_login
