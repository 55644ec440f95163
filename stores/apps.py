from django.apps import AppConfig


class StoresConfig(AppConfig):
    """What any shop looks like from inside."""

    name = "stores"
