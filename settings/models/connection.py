"""How a company's website is reached."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from core.secrets import EncryptedTextField, UnreadableSecret
from core.validators import validate_order_view_url, validate_store_url
from settings.models.company import Company


class StoreType(models.TextChoices):
    """What kind of website a company sells through."""

    NOT_SPECIFIED = "not_specified", "Not Specified"
    CUSTOM = "custom", "Custom"
    # Sellercloud's other types. Staff may look for theirs; none of them is installed here.
    MAGENTO = "magento", "Magento"
    NSCOMMERCE = "nscommerce", "nsCommerce"
    PROSTORES = "prostores", "ProStores"
    VOLUSION = "volusion", "Volusion"
    SPREE = "spree", "Spree"
    THREEDCART = "threedcart", "ThreeDCart"
    SHOPIFY = "shopify", "Shopify"
    ASPDOTNETSTOREFRONT = "aspdotnetstorefront", "ASPDotNetStoreFront"


INSTALLED_STORE_TYPES = (StoreType.NOT_SPECIFIED, StoreType.CUSTOM)


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
        validators=[validate_store_url],
        help_text="The store's own address, e.g. https://shop.example.com",
    )
    website_order_view_url = models.CharField(
        "Website Order View URL",
        max_length=500,
        blank=True,
        validators=[validate_order_view_url],
        help_text=(
            "Address of an order in the store's back office, with {order_id} where its number "
            "stands. Makes the Channel Order # a link."
        ),
    )
    api_email = models.EmailField("Username", blank=True)
    api_key = EncryptedTextField("API Password", blank=True)
    addressing = models.CharField(
        "API address", max_length=10, choices=Addressing.choices, default=Addressing.REWRITE
    )
    api_key_saved_at = models.DateTimeField("API Password saved", null=True, blank=True)
    # When the store was last asked for its order statuses; no part of any form.
    statuses_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    scope_company_id = models.CharField(
        "Vendor or storefront ID",
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^[1-9][0-9]*$", "Enter the number of the vendor or storefront.")
        ],
        help_text="Only orders of this vendor or storefront of the store. Empty: all orders.",
    )
    vat_number_field = models.CharField(
        "Field of the VAT number",
        max_length=10,
        blank=True,
        default="",
        db_default="",
        validators=[RegexValidator(r"^[1-9][0-9]*$", "Enter the number of the field.")],
        help_text=(
            "Number of the profile field in which business customers enter their VAT number. In "
            "CS-Cart it stands in the address of the field's page. Empty: it is not read."
        ),
    )
    language = models.CharField(max_length=5, default="en")
    parallel_requests = models.PositiveSmallIntegerField(
        "Parallel requests",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text="How many requests the store gets at once, 1 to 8. Fewer are kinder to it.",
    )
    minutes_between_runs = models.PositiveSmallIntegerField(
        "Minutes between runs",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 60)],
        help_text="How often the store is asked for orders, 1 to 1440.",
    )

    def __str__(self) -> str:
        return f"{self.plugin or 'no plugin'} store of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}

    @property
    def has_unreadable_key(self) -> bool:
        """Whether an API key is saved that FIELD_ENCRYPTION_KEYS do not decrypt."""
        return isinstance(self.api_key, UnreadableSecret)

    @property
    def has_saved_key(self) -> bool:
        """Whether an API key is saved, readable or not."""
        return bool(self.api_key) or self.has_unreadable_key

    @property
    def is_complete(self) -> bool:
        """Whether everything needed to reach the store has been filled in and can be read."""
        has_login = bool(self.store_url and self.api_email and self.api_key)
        return self.store_type == StoreType.CUSTOM and bool(self.plugin) and has_login
