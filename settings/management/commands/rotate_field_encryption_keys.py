"""Encrypt every stored secret anew with the first key of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand
from django.db import transaction

from core.secrets import cipher
from settings.models import StoreConnection


class Command(BaseCommand):
    """After it has run, the older keys may be taken out of FIELD_ENCRYPTION_KEYS."""

    help = (
        "Encrypt every stored secret anew with the first key of FIELD_ENCRYPTION_KEYS. "
        "Put the new key in front, run this, then take the old keys out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            connections = self._connections()
            authenticators = self._authenticators()
        self.stdout.write(
            f"Encrypted anew: {connections} API keys, {authenticators} authenticator secrets."
        )

    def _connections(self) -> int:
        connections = StoreConnection.objects.select_for_update().exclude(api_key="")
        for connection in connections:
            # update() and not save(): nothing changed that the Change Log should tell.
            StoreConnection.objects.filter(pk=connection.pk).update(api_key=connection.api_key)
        return len(connections)

    def _authenticators(self) -> int:
        authenticators = Authenticator.objects.select_for_update()
        for authenticator in authenticators:
            for name, value in authenticator.data.items():
                authenticator.data[name] = _encrypted_again(value)
            authenticator.save(update_fields=["data"])
        return len(authenticators)


def _encrypted_again(value: Any) -> Any:
    if isinstance(value, list):
        return [_encrypted_again(one) for one in value]
    # Fernet tokens begin so; the rest (which recovery codes are used) is no secret.
    if isinstance(value, str) and value.startswith("gAAAA"):
        return cipher().rotate(value.encode()).decode()
    return value
