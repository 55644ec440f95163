"""Making, finding and revoking API tokens."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from settings.models import ApiToken

_PREFIX = "desk_"
# Being used is written down at most this often.
_USED_EVERY = timedelta(minutes=1)


def make_token(token: ApiToken, *, by: AbstractBaseUser) -> str:
    """Save a new token and give its secret, which nobody can read again."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    token.secret_hash, token.hint = _hash(secret), secret[:12]
    token.created_by_id = by.pk
    token.save()
    return secret


def find_token(secret: str) -> ApiToken | None:
    """The valid token with this secret, noted as used now; None when there is none."""
    tokens = ApiToken.objects.valid().select_related("company")
    token = tokens.filter(secret_hash=_hash(secret)).first()
    now = timezone.now()
    if token is not None and (token.last_used_at or now - 2 * _USED_EVERY) < now - _USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def revoke(token: ApiToken) -> None:
    """Let the token open nothing any more. It stays in the list."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])


def _hash(secret: str) -> str:
    # The secret is 32 random bytes: nobody can try them all, so a fast hash is enough.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
