"""The field in which a service is typed, found and kept; one for all forms."""

from typing import Any

from django import forms

from shipping.lookup import ServiceLookup, UnknownService
from shipping.models import ShippingService


class ServiceField(forms.CharField):
    """A service by carrier, name or code; the page lists them in a datalist called `services`.

    Its value is text: `found_service` says which service it means.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Shipping Method")
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """What lets the browser propose services."""
        return {
            **super().widget_attrs(widget),
            "list": "services",
            "placeholder": "Search carrier, service or code",
            "autocomplete": "off",
        }


def found_service(
    lookup: ServiceLookup, text: str, *, kept: int | None = None
) -> ShippingService | None:
    """The service that was typed; None for none. Raises Django's `ValidationError`.

    `kept` is the id of a service that may stay although it is switched off by now.
    """
    if not text.strip():
        return None
    try:
        return lookup.find(text, kept=kept)
    except UnknownService as unknown:
        raise forms.ValidationError(str(unknown)) from unknown
