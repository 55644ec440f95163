"""Forms of Website > General."""

from typing import Any

from django import forms
from django.conf import settings as django_settings

from core.concurrent_edits import ConcurrentEdits
from settings.forms.same_store import SameStoreForm
from settings.models import INSTALLED_STORE_TYPES, StoreConnection, StoreType, WebsiteOptions


def _installed_plugins() -> list[tuple[str, str]]:
    installed = [(name, name) for name in django_settings.STORE_PLUGINS]
    return [("", "Choose a plugin"), *installed]


def _store_types() -> list[tuple[str, str]]:
    return [
        (
            kind.value,
            kind.label if kind in INSTALLED_STORE_TYPES else f"{kind.label} (not installed)",
        )
        for kind in StoreType
    ]


class WebsiteGeneralForm(SameStoreForm):
    """The panel *Website General Settings*."""

    store_type = forms.ChoiceField(label="Store Type", choices=_store_types)
    plugin = forms.ChoiceField(
        label="Store Plugin",
        required=False,
        choices=_installed_plugins,
        help_text="For the Store Type Custom.",
    )

    class Meta:
        model = StoreConnection
        fields = ["store_type", "plugin", "store_url", "api_key", "website_order_view_url"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self._needs_key:  # it stands under Cart General
            del self.fields["api_key"]

    def clean_store_type(self) -> str:
        kind = StoreType(self.cleaned_data["store_type"])
        if kind not in INSTALLED_STORE_TYPES:
            raise forms.ValidationError(
                f"{kind.label} is not installed here. For a CS-Cart store choose Custom, "
                "and CsCart as Store Plugin."
            )
        return kind.value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_custom = cleaned.get("store_type") == StoreType.CUSTOM
        if is_custom and not cleaned.get("plugin"):
            self.add_error("plugin", "Choose the plugin of the Custom store.")
        if not is_custom:
            cleaned["plugin"] = ""
        return cleaned


class WebsiteOptionsForm(ConcurrentEdits, forms.ModelForm[WebsiteOptions]):
    """The panel *Options*: Sellercloud's five in their order, then those that are ours."""

    DOWNLOADS = (
        *("allow_order_download", "allow_tracking_upload"),
        *("allow_download_shipped_orders", "allow_unpaid_orders"),
    )
    OURS = ("allow_shipping_unpaid_orders", "follow_cancellations", "keep_order_open")

    class Meta:
        model = WebsiteOptions
        fields = [
            "allow_order_download",
            "allow_tracking_upload",
            "allow_download_shipped_orders",
            "allow_unpaid_orders",
            "enable_order_download_limit",
            "order_download_limit_date",
            "allow_shipping_unpaid_orders",
            "follow_cancellations",
            "keep_order_open",
        ]
        widgets = {"order_download_limit_date": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "allow_order_download": "Download orders from CS-Cart automatically.",
            "allow_tracking_upload": "Upload fulfilment information to CS-Cart automatically.",
            "allow_download_shipped_orders": "Also download orders already marked as shipped.",
            "allow_unpaid_orders": "Also download orders that have not been paid yet.",
            "allow_shipping_unpaid_orders": (
                "Ship orders here although they are not paid, such as those on invoice."
            ),
            "follow_cancellations": (
                "Cancel orders here when the store has cancelled them and nothing has shipped."
            ),
            "keep_order_open": (
                "Propose “Keep the order open” when a refund leaves something to ship."
            ),
            "enable_order_download_limit": "Do not download orders created before a date.",
            "order_download_limit_date": (
                "The first day whose orders are downloaded, in the company's time zone."
            ),
        }

    @property
    def downloads(self) -> list[forms.BoundField]:
        """The first four boxes; *Enable Order Download Limit* and its date follow."""
        return [self[name] for name in self.DOWNLOADS]

    @property
    def owners(self) -> list[forms.BoundField]:
        """Sellercloud's five boxes."""
        return [*self.downloads, self["enable_order_download_limit"]]

    @property
    def ours(self) -> list[forms.BoundField]:
        """The boxes that Sellercloud does not have."""
        return [self[name] for name in self.OURS]

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
