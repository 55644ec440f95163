"""Forms of the create wizard and of Company details."""

import zoneinfo
from typing import Any

from django import forms
from django.db import transaction

from core.concurrent_edits import ConcurrentEdits
from settings.models import Company


def _time_zones() -> list[tuple[str, str]]:
    names = zoneinfo.available_timezones()
    return [
        (name, name.replace("_", " ")) for name in sorted(names) if "/" in name or name == "UTC"
    ]


class CompanyNameForm(forms.ModelForm[Company]):
    """The wizard's first step."""

    class Meta:
        model = Company
        fields = ["name"]


class CompanyAddressForm(ConcurrentEdits, forms.ModelForm[Company]):
    """The business address: the wizard's second step and a panel of Company details."""

    class Meta:
        model = Company
        fields = ["address1", "address2", "city", "state", "postal_code", "country", "phone"]


class CompanyForm(ConcurrentEdits, forms.ModelForm[Company]):
    """The panel *General* of Company details."""

    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=_time_zones,
        help_text="For dates such as the Order Download Limit Date.",
    )
    remove_logo = forms.BooleanField(label="Remove the logo", required=False)

    class Meta:
        model = Company
        fields = [
            *("name", "email", "time_zone", "currency", "late_after_days"),
            *("forces_comments", "logo"),
        ]
        widgets = {"logo": forms.FileInput(attrs={"accept": "image/png,image/jpeg"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._saved_logo = self.instance.logo.name
        if not self._saved_logo:
            del self.fields["remove_logo"]

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def save(self, commit: bool = True) -> Company:
        """Save; a logo that was replaced or removed leaves the storage after the commit."""
        if self.cleaned_data.get("remove_logo") and "logo" not in self.changed_data:
            self.instance.logo = ""
        company = super().save(commit)
        old, storage = self._saved_logo, company.logo.storage
        if old and old != company.logo.name:
            transaction.on_commit(lambda: storage.delete(old))
        return company
