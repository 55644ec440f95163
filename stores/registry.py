"""Which adapter serves which store plugin."""

from typing import Protocol

from django.conf import settings as django_settings
from django.utils.module_loading import import_string

from settings.models import StoreConnection
from stores.errors import StoreRefused
from stores.port import Store


class StoreOpener(Protocol):
    """How an adapter makes a `Store` out of a company's connection."""

    def __call__(self, connection: StoreConnection) -> Store: ...


def open_store(connection: StoreConnection) -> Store:
    """Open the store behind `connection` with the adapter named in `STORE_PLUGINS`.

    Raises `StoreRefused` when the plugin is not installed.
    """
    path = django_settings.STORE_PLUGINS.get(connection.plugin)
    if path is None:
        raise StoreRefused(
            f"The store plugin “{connection.plugin}” is not installed. "
            "Choose an installed plugin under Toolbox > Website > General."
        )
    opener: StoreOpener = import_string(path)
    return opener(connection)
