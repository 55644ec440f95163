from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """See the package's docstring."""

    name = "uploads"
