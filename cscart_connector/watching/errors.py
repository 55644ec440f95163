"""Errors to Sentry. Loaded only where SENTRY_DSN is set."""

from typing import Any

import sentry_sdk
from django.conf import settings as django_settings

from core.version import VERSION
from cscart_connector.watching.scrubbing import scrubbed


def start() -> None:
    """Let Sentry hear of errors in requests, tasks and logs, as `scrubbed` leaves them."""
    sentry_sdk.init(
        dsn=django_settings.SENTRY_DSN,
        environment=django_settings.SENTRY_ENVIRONMENT,
        release=VERSION,
        traces_sample_rate=django_settings.SENTRY_TRACES_SAMPLE_RATE,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
        before_send=_leave,
        before_send_transaction=_leave,
    )


def _leave(event: Any, hint: dict[str, Any]) -> Any:
    return scrubbed(event)
