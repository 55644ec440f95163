"""The keys that encrypt secrets in the database, looked at before anything starts."""

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured


def encryption_keys(text: str) -> list[str]:
    """The keys in `text`, separated by commas. Raises `ImproperlyConfigured` for what is none."""
    keys = [key.strip() for key in text.split(",") if key.strip()]
    for number, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"Key {number} of FIELD_ENCRYPTION_KEYS is no key: it must be 32 bytes in URL-safe "
                "base64, as .env.example shows how to make one. Several are separated by commas."
            ) from error
    return keys
