from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ShippingConfig(AppConfig):
    """See the package's docstring."""

    name = "shipping"

    def ready(self) -> None:
        post_migrate.connect(_ensure_catalogue, sender=self)


def _ensure_catalogue(**_: Any) -> None:
    from shipping.catalogue import ensure_catalogue  # noqa: PLC0415  # models load after the app

    ensure_catalogue()
