"""Secrets at rest: a text field that is encrypted in the database."""

from typing import Any, Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings as django_settings
from django.db import models


def cipher() -> MultiFernet:
    """The cipher of `FIELD_ENCRYPTION_KEYS`: encrypts with the first key, decrypts with any."""
    return MultiFernet([Fernet(key) for key in django_settings.FIELD_ENCRYPTION_KEYS])


class UnreadableSecret(str):
    """A secret that no key of ours decrypts. It reads as '', so that nothing is sent with it.

    Saved again it stays as it was stored: with the right key it can be read once more.
    """

    stored: str

    def __new__(cls, stored: str) -> Self:
        secret = super().__new__(cls)
        secret.stored = stored
        return secret


class EncryptedTextField(models.TextField[str, str]):
    """Text that is stored encrypted and reads back as plain `str`. '' stays ''.

    It cannot be searched: the same text is stored differently each time. Where no key fits it
    reads as an `UnreadableSecret`: one record that cannot be read must not keep others from being.
    """

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, UnreadableSecret):
            return value.stored
        return cipher().encrypt(value.encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        if not value:
            return ""
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            return UnreadableSecret(value)
