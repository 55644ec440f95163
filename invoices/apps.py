from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """See the package's docstring."""

    name = "invoices"
