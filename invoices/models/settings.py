"""Invoice Settings of a company, and which kind of invoice each channel gets."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from invoices.document import Look, Paper
from invoices.document.options import OPTIONS
from invoices.document.words import LANGUAGES, LOCALES, language_of, words_of
from settings.models import Company

PREFIX = RegexValidator(r"^[^\s{}]*$", "Use letters, digits and signs without spaces.")


class InvoiceType(models.TextChoices):
    """How a channel's invoices are made."""

    STANDARD = "standard", "Standard Invoice"
    CHANNEL_SPECIFIC = "channel_specific", "Channel Specific"
    WORD = "word", "Word to PDF"
    PLUGIN = "plugin", "Plugin"


class Channel(models.TextChoices):
    """Where orders come from."""

    WEBSITE = "website", "Website"


PAPERS = [
    (Paper.A4.value, "A4"),
    (Paper.LETTER.value, "Letter"),
    (Paper.THERMAL.value, "4x6 in thermal"),
]
AS_THE_ORDER = "order"
LANGUAGE_CHOICES = [
    (AS_THE_ORDER, "As the order"),
    *((code, words_of(code)["language_name"]) for code in LANGUAGES),
]
NUMBER_FORMATS = [
    ("", "As the language writes them"),
    ("en_US", "1,234.56 · Nov 25, 2026 (United States)"),
    ("en_GB", "1,234.56 · 25 Nov 2026 (United Kingdom)"),
    ("de_DE", "1.234,56 · 25.11.2026 (Germany)"),
    ("de_CH", "1’234.56 · 25.11.2026 (Switzerland)"),
    ("fr_FR", "1 234,56 · 25 nov. 2026 (France)"),
    ("nl_NL", "1.234,56 · 25 nov 2026 (Netherlands)"),
    ("pl_PL", "1234,56 · 25 lis 2026 (Poland)"),
]


def _shows(name: str) -> "models.BooleanField[bool, bool]":
    label, is_on = OPTIONS[name]
    return models.BooleanField(label, default=is_on)


class InvoiceSettings(models.Model):
    """The page *Invoice Settings*: one row per company, made when it is first asked for."""

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, related_name="invoice_settings"
    )
    paper = models.CharField("Paper", max_length=10, choices=PAPERS, default=Paper.A4.value)
    language = models.CharField(
        "Language", max_length=10, choices=LANGUAGE_CHOICES, default=AS_THE_ORDER
    )
    number_format = models.CharField(
        "Numbers and dates", max_length=10, choices=NUMBER_FORMATS, default="", blank=True
    )
    show_logo = _shows("logo")
    show_prices = _shows("prices")
    show_discounts = _shows("discounts")
    show_sku = _shows("sku")
    show_options = _shows("options")
    show_barcode = _shows("barcode")
    show_channel_order = _shows("channel_order")
    show_ordered_on = _shows("ordered_on")
    show_ship_to = _shows("ship_to")
    show_contact = _shows("contact")
    show_shipping_method = _shows("shipping_method")
    show_tracking = _shows("tracking")
    show_payment = _shows("payment")
    show_taxes = _shows("taxes")
    show_customer_note = _shows("customer_note")
    show_instructions = _shows("instructions")
    show_printed_count = _shows("printed_count")
    footer_text = models.TextField("Footer text", max_length=2000, blank=True)

    invoice_prefix = models.CharField(
        "Prefix of invoices", max_length=20, blank=True, default="", validators=[PREFIX]
    )
    credit_note_prefix = models.CharField(
        "Prefix of credit notes", max_length=20, blank=True, default="CN-", validators=[PREFIX]
    )
    numbers_by_year = models.BooleanField(
        "Start again every year",
        default=True,
        help_text="The year becomes part of the number: 2026-000001.",
    )
    first_number = models.PositiveIntegerField(
        "First number",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(999_999_999)],
        help_text="Where counting begins. Going on after another system, its last number plus one.",
    )

    tax_number = models.CharField(
        "Tax ID", max_length=40, blank=True, help_text="For example the VAT number, DE123456789."
    )
    registration = models.CharField(
        "Company register", max_length=120, blank=True, help_text="For example HRB 12345, Hamburg."
    )
    no_tax_reason = models.CharField(
        "Where no tax is charged",
        max_length=200,
        blank=True,
        help_text="The sentence that the law asks for on such an invoice.",
    )
    has_einvoice = models.BooleanField(
        "Factur-X / ZUGFeRD",
        default=False,
        help_text=(
            "Standard Invoices and credit notes carry their figures as EN 16931 XML, in PDF/A-3."
        ),
    )

    email_subject = models.CharField(
        "Subject", max_length=200, default="Your invoice {number}", blank=True
    )
    email_text = models.TextField(
        "Text",
        max_length=5000,
        blank=True,
        default=(
            "Dear {customer},\n\nthank you for your order {channel_order}. "
            "Your invoice {number} is attached.\n\n{company}"
        ),
        help_text="{number}, {order}, {channel_order}, {customer} and {company} are filled in.",
    )

    class Meta:
        verbose_name_plural = "invoice settings"

    def __str__(self) -> str:
        return f"Invoice Settings of {self.company}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}

    def look(self, order_language: str) -> Look:
        """How documents look, for an order in `order_language` (a code such as "de")."""
        wanted = order_language if self.language == AS_THE_ORDER else self.language
        language = language_of(wanted)
        return Look(
            paper=Paper(self.paper),
            language=language,
            locale=self.number_format or LOCALES[language],
            shows=tuple(name for name in OPTIONS if getattr(self, f"show_{name}")),
            footer=self.footer_text,
        )


class ChannelPreference(models.Model):
    """A row of *Per channel preferences*: which Invoice Type a channel's orders get.

    `plugin` names one of the project setting INVOICE_PLUGINS. A row exists once it was saved.
    """

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="invoice_preferences"
    )
    channel = models.CharField(
        "Channel", max_length=20, choices=Channel.choices, default=Channel.WEBSITE
    )
    invoice_type = models.CharField(
        "Invoice Type", max_length=20, choices=InvoiceType.choices, default=InvoiceType.STANDARD
    )
    plugin = models.CharField("Plugin", max_length=60, blank=True)
    word_template = models.ForeignKey(
        "WordTemplate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="preferences",
        verbose_name="Word template",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "channel"], name="one_invoice_preference_per_channel"
            ),
            models.CheckConstraint(
                condition=~Q(invoice_type="word") | Q(word_template__isnull=False),
                name="word_to_pdf_has_a_template",
                violation_error_message="Choose the Word template.",
            ),
            models.CheckConstraint(
                condition=~Q(invoice_type="plugin") | ~Q(plugin=""),
                name="plugin_invoices_name_a_plugin",
                violation_error_message="Choose the plugin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_invoice_type_display()}"

    def get_additional_data(self) -> dict[str, int]:
        """Which company's Change Log an entry about this belongs to (django-auditlog)."""
        return {"company_id": self.company_id}


class NumberSeries(models.Model):
    """The last number given in a series; locked while numbers are taken, so that none is missed.

    `year` is 0 for a series that goes on for ever.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="number_series")
    kind = models.CharField(max_length=20)
    year = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "year"], name="one_number_series_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year or ''}: {self.last_number}"
