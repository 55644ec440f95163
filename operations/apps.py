from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Health, metrics and the System page."""

    name = "operations"
