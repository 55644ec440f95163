"""Forms of Invoice Settings and of Per channel preferences."""

from typing import Any

from django import forms
from django.conf import settings as django_settings
from django.utils import timezone

from core.concurrent_edits import ConcurrentEdits
from invoices.document.options import OPTIONS
from invoices.drawing.renderers import plugins
from invoices.issuing.numbering import last_numbers, why_not_numbered_so
from invoices.models import (
    ChannelPreference,
    InvoiceSettings,
    InvoiceType,
    IssuedDocument,
    WordTemplate,
)
from settings.models import Company

_OWN_WORDS = {InvoiceType.STANDARD, InvoiceType.CHANNEL_SPECIFIC, InvoiceType.WORD}


class InvoiceSettingsForm(ConcurrentEdits, forms.ModelForm[InvoiceSettings]):
    """The page *Invoice Settings*, in panels."""

    PANELS = {
        "Paper and language": ["paper", "language", "number_format"],
        "Show": [f"show_{name}" for name in OPTIONS] + ["footer_text"],
        "Seller": ["tax_number", "registration", "no_tax_reason", "has_einvoice"],
        "Numbers": ["invoice_prefix", "credit_note_prefix", "numbers_by_year", "first_number"],
        "Email Invoice": ["email_subject", "email_text"],
    }

    class Meta:
        model = InvoiceSettings
        exclude = ["company"]  # noqa: DJ006  # every other field is on the page
        widgets = {
            "footer_text": forms.Textarea(attrs={"rows": 3}),
            "email_text": forms.Textarea(attrs={"rows": 7}),
        }

    def clean(self) -> dict[str, Any]:
        """Numbers that were given stay the only ones of their kind."""
        cleaned = super().clean() or self.cleaned_data
        company = self.instance.company
        last = last_numbers(company)
        if last and "first_number" in self.changed_data:
            self.add_error(
                "first_number", "Numbers were given already, so counting goes on from the last one."
            )
        # What was typed, without saving it.
        typed = InvoiceSettings(company=company, **_numbers_of(cleaned, self.instance))
        issued = IssuedDocument.objects.filter(company=company)
        mistakes = why_not_numbered_so(
            typed,
            last=last,
            issued=set(issued.values_list("number", flat=True)),
            today=timezone.now().astimezone(company.zone).date(),
        )
        for field, sentence in mistakes.items():
            self.add_error(field, sentence)
        return cleaned

    def panels(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of their panels."""
        return [(title, [self[name] for name in names]) for title, names in self.PANELS.items()]


def _numbers_of(cleaned: dict[str, Any], kept: InvoiceSettings) -> dict[str, Any]:
    names = InvoiceSettingsForm.PANELS["Numbers"]
    return {name: cleaned.get(name, getattr(kept, name)) for name in names}


class PreferenceForm(ConcurrentEdits, forms.ModelForm[ChannelPreference]):
    """A row of *Per channel preferences*: Invoice Type, with the installed plugins beside ours."""

    choice = forms.ChoiceField(label="Invoice Type")

    class Meta:
        model = ChannelPreference
        fields = ["word_template"]

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        installed = plugins.installed(django_settings.INVOICE_PLUGINS)
        choices = [(kind.value, kind.label) for kind in InvoiceType if kind in _OWN_WORDS]
        choices += [(f"plugin:{name}", name) for name in installed]
        chosen = self.instance.invoice_type
        if chosen == InvoiceType.PLUGIN:
            chosen = f"plugin:{self.instance.plugin}"
            if self.instance.plugin not in installed:
                choices.append((chosen, f"{self.instance.plugin} (not installed)"))
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]
        self.initial["choice"] = chosen
        templates = self.fields["word_template"]
        templates.queryset = WordTemplate.objects.filter(company=company)  # type: ignore[attr-defined]
        templates.empty_label = "Choose a template"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind, _, name = str(cleaned.get("choice", "")).partition(":")
        self.instance.invoice_type, self.instance.plugin = kind, name
        if kind == InvoiceType.WORD and not cleaned.get("word_template"):
            self.add_error("word_template", "Choose the Word template, or upload one first.")
        return cleaned
