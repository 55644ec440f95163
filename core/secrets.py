"""Secrets at rest: a text field that is encrypted in the database."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models


def cipher() -> MultiFernet:
    """The cipher of `FIELD_ENCRYPTION_KEYS`: encrypts with the first key, decrypts with any."""
    return MultiFernet([Fernet(key) for key in django_settings.FIELD_ENCRYPTION_KEYS])


class EncryptedTextField(models.TextField[str, str]):
    """Text that is stored encrypted and reads back as plain `str`. '' stays ''.

    It cannot be searched: the same text is stored differently each time.
    Raises `ImproperlyConfigured` on reading when no key fits.
    """

    def get_prep_value(self, value: Any) -> Any:
        return cipher().encrypt(value.encode()).decode() if value else ""

    def from_db_value(self, value: str | None, *_: Any) -> str:
        if not value:
            return ""
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise ImproperlyConfigured(
                "A secret in the database cannot be decrypted. "
                "Add the key it was encrypted with to FIELD_ENCRYPTION_KEYS."
            ) from error
