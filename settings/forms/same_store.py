"""Guarding the store's address: against another store's orders, and for the saved API key."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone

from core.addresses import origin
from core.concurrent_edits import ConcurrentEdits
from settings.models import StoreConnection

TYPE_THE_KEY_AGAIN = (
    "The address leads to another server. Type the API Password again: the saved one was typed "
    "for the server before and is sent to no other."
)


def needs_key_again(connection: StoreConnection, url: str) -> bool:
    """Whether a saved API key would go to another server if the store's address became `url`.

    Scheme, host and port make the server. Whoever may change the address may not read the key.
    """
    is_elsewhere = bool(url) and origin(url) != origin(connection.store_url)
    return is_elsewhere and connection.has_saved_key


class SameStoreForm(ConcurrentEdits, forms.ModelForm[StoreConnection]):
    """A form with `store_url` and `api_key`, which is write-only: left empty, it stays.

    Moving a complete connection to another host must be confirmed, since orders are recognised by
    their numbers; moving to another server needs the API key again.
    """

    # A key that is typed for one server must not go to the one that somebody else has put there.
    always_asked = frozenset({"store_url"})

    is_same_store = forms.BooleanField(
        label="It is the same store under a new address",
        required=False,
        help_text=(
            "Orders are recognised by the store's order numbers. "
            "For another store create another company."
        ),
    )
    api_key = forms.CharField(
        label="API Password",
        required=False,
        strip=True,
        # "new-password" keeps browsers from filling in, and so replacing, the saved key.
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="The API key of the CS-Cart administrator. Leave empty to keep the saved one.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._saved_host = urlsplit(self.instance.store_url).netloc
        self._saved_key = self.instance.api_key
        self._needs_key = self.is_bound and needs_key_again(self.instance, self._sent_url())
        if not self._moves_to_another_host():
            del self.fields["is_same_store"]

    def clean_store_url(self) -> str:
        return str(self.cleaned_data["store_url"]).rstrip("/")

    def clean_api_key(self) -> str:
        typed = str(self.cleaned_data["api_key"])
        if self._needs_key and not typed:
            raise forms.ValidationError(TYPE_THE_KEY_AGAIN)
        return typed or self._saved_key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "is_same_store" in self.fields and not cleaned.get("is_same_store"):
            self.add_error(
                "is_same_store", f"The store was at {self._saved_host}. Tick this if it moved."
            )
        return cleaned

    def full_clean(self) -> None:
        """Look at everything; after a refusal a newly typed key must be typed again."""
        super().full_clean()
        # A browser is never sent a key back, not even the one it has just sent.
        is_typed = "api_key" in self.fields and bool(self.data.get("api_key"))
        if self.is_bound and self.errors and is_typed:
            self.add_error("api_key", "Type the new API Password again; it is not kept here.")

    def save(self, commit: bool = True) -> StoreConnection:
        """Save, and note when the key was changed: the key itself is in no log."""
        if self.instance.api_key != self._saved_key:
            self.instance.api_key_saved_at = timezone.now()
        return super().save(commit)

    def _moves_to_another_host(self) -> bool:
        if not self.is_bound or not self.instance.is_complete:
            return False
        return urlsplit(self._sent_url()).netloc != self._saved_host

    def _sent_url(self) -> str:
        return str(self.data.get("store_url", "")).strip()
