"""Guarding the store's address: another store's orders would be taken for the known ones."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from settings.models import StoreConnection


class SameStoreForm(forms.ModelForm[StoreConnection]):
    """A form with `store_url`. Moving a complete connection to another host must be confirmed."""

    is_same_store = forms.BooleanField(
        label="It is the same store under a new address",
        required=False,
        help_text=(
            "Orders are recognised by the store's order numbers. "
            "For another store create another company."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._saved_host = urlsplit(self.instance.store_url).netloc
        if not self._moves_to_another_host():
            del self.fields["is_same_store"]

    def clean_store_url(self) -> str:
        return str(self.cleaned_data["store_url"]).rstrip("/")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "is_same_store" in self.fields and not cleaned.get("is_same_store"):
            self.add_error(
                "is_same_store", f"The store was at {self._saved_host}. Tick this if it moved."
            )
        return cleaned

    def _moves_to_another_host(self) -> bool:
        if not self.is_bound or not self.instance.is_complete:
            return False
        return urlsplit(str(self.data.get("store_url", ""))).netloc != self._saved_host
