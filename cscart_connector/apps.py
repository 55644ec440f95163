from django.apps import AppConfig

from cscart_connector import checks


class CscartConnectorConfig(AppConfig):
    """The project itself: system checks and management commands."""

    name = "cscart_connector"

    def ready(self) -> None:
        """Register the system checks."""
        checks.register_all()
