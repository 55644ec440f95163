from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Tools every room uses."""

    name = "core"
