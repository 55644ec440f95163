from django.apps import AppConfig


class ShippingConfig(AppConfig):
    """See the package's docstring."""

    name = "shipping"
