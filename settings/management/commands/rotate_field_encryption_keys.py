"""Encrypt every stored secret again with the first key of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.secrets import cipher
from settings.models import StoreConnection


class Command(BaseCommand):
    """After it has run, the older keys may be taken out of FIELD_ENCRYPTION_KEYS."""

    help = (
        "Encrypt every stored secret again with the first key of FIELD_ENCRYPTION_KEYS. "
        "Put the new key in front, run this, then take the old keys out."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self._unreadable: list[str] = []
        with transaction.atomic():
            connections = self._connections()
            authenticators = self._authenticators()
        self.stdout.write(
            f"Encrypted again: {connections} API keys, {authenticators} authenticator secrets."
        )
        if self._unreadable:
            raise CommandError(
                f"No key fits {', '.join(self._unreadable)}. Keep the old keys until the right "
                "one is back in FIELD_ENCRYPTION_KEYS, or have the secrets typed again."
            )

    def _connections(self) -> int:
        saved = StoreConnection.objects.select_for_update(of=("self",)).exclude(api_key="")
        connections = saved.select_related("company")
        for connection in connections:
            if connection.has_unreadable_key:
                self._unreadable.append(f"the API Password of {connection.company}")
            # update() and not save(): nothing changed that the Change Log should tell.
            StoreConnection.objects.filter(pk=connection.pk).update(api_key=connection.api_key)
        return sum(not connection.has_unreadable_key for connection in connections)

    def _authenticators(self) -> int:
        count = 0
        for authenticator in Authenticator.objects.select_for_update(of=("self",)):
            try:
                authenticator.data = {
                    name: _encrypted_again(value) for name, value in authenticator.data.items()
                }
            except InvalidToken:
                self._unreadable.append(f"the second factor of account {authenticator.user_id}")
                continue
            authenticator.save(update_fields=["data"])
            count += 1
        return count


def _encrypted_again(value: Any) -> Any:
    if isinstance(value, list):
        return [_encrypted_again(one) for one in value]
    # Fernet tokens begin so; the rest (which recovery codes are used) is no secret.
    if isinstance(value, str) and value.startswith("gAAAA"):
        return cipher().rotate(value.encode()).decode()
    return value
