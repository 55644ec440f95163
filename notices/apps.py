from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The bell at the top of every page."""

    name = "notices"
