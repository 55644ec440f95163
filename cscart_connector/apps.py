from django.apps import AppConfig
from django.conf import settings as django_settings
from django.utils.module_loading import import_string

from cscart_connector import checks


class CscartConnectorConfig(AppConfig):
    """The project itself: system checks, management commands, and who is told of errors."""

    name = "cscart_connector"

    def ready(self) -> None:
        """Register the system checks, and start those who watch, if any."""
        checks.register_all()
        # By name, so that nothing of them is loaded where nobody watches.
        if django_settings.SENTRY_DSN:
            import_string("cscart_connector.watching.errors.start")()
        if django_settings.OTEL_ENDPOINT:
            import_string("cscart_connector.watching.traces.start")()
