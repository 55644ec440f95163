from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CompanySettingsConfig(AppConfig):
    """Company settings. The label differs from the package name: `settings` means too much."""

    name = "settings"
    label = "company_settings"
    verbose_name = "Company settings"

    def ready(self) -> None:
        # Permissions exist only after `migrate`, so a migration could not hand them out.
        post_migrate.connect(_ensure_roles, sender=self)


def _ensure_roles(**_: Any) -> None:
    from settings.rights import ensure_roles  # noqa: PLC0415  # models load after the app

    ensure_roles()
