"""Forms of Website > General and Cart General."""

from typing import Any

from django import forms
from django.conf import settings as django_settings

from settings.models import StoreConnection, StoreType, WebsiteOptions


def _installed_plugins() -> list[tuple[str, str]]:
    installed = [(name, name) for name in django_settings.STORE_PLUGINS]
    return [("", "Choose a plugin"), *installed]


class WebsiteGeneralForm(forms.ModelForm[StoreConnection]):
    """The panel *Website General Settings*."""

    plugin = forms.ChoiceField(label="Store Plugin", required=False, choices=_installed_plugins)

    class Meta:
        model = StoreConnection
        fields = ["store_type", "plugin"]
        labels = {"store_type": "Store Type"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_custom = cleaned.get("store_type") == StoreType.CUSTOM
        if is_custom and not cleaned.get("plugin"):
            self.add_error("plugin", "Choose the plugin of the Custom store.")
        if not is_custom:
            cleaned["plugin"] = ""
        return cleaned


class WebsiteOptionsForm(forms.ModelForm[WebsiteOptions]):
    """The panel *Options*."""

    class Meta:
        model = WebsiteOptions
        fields = [
            "allow_order_download",
            "allow_download_shipped_orders",
            "allow_unpaid_orders",
            "enable_order_download_limit",
            "order_download_limit_date",
        ]
        widgets = {"order_download_limit_date": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "allow_order_download": "Download orders from CS-Cart automatically.",
            "allow_download_shipped_orders": "Also download orders already marked as shipped.",
            "allow_unpaid_orders": "Also download orders that have not been paid yet.",
            "enable_order_download_limit": "Do not download orders created before a date.",
            "order_download_limit_date": "The first day whose orders are downloaded.",
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_limited = cleaned.get("enable_order_download_limit")
        # A date that could not be read is absent here and has its own message already.
        if is_limited and cleaned.get("order_download_limit_date", "unreadable") is None:
            self.add_error(
                "order_download_limit_date",
                "Enter the first day whose orders are downloaded, "
                "or untick Enable Order Download Limit.",
            )
        return cleaned


class CartGeneralForm(forms.ModelForm[StoreConnection]):
    """Address and login of the store. The API key is write-only: left empty, it stays."""

    api_key = forms.CharField(
        label="API Password",
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="The API key of the CS-Cart administrator. Leave empty to keep the saved one.",
    )

    class Meta:
        model = StoreConnection
        fields = ["store_url", "api_email", "api_key", "addressing", "minutes_between_runs"]
        labels = {"minutes_between_runs": "Minutes between runs", "addressing": "API address"}
        help_texts = {"api_email": "E-mail of a CS-Cart administrator with API access."}

    def clean_store_url(self) -> str:
        return str(self.cleaned_data["store_url"]).rstrip("/")

    def clean_api_key(self) -> str:
        return self.cleaned_data["api_key"] or self.instance.api_key
