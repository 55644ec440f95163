"""Making, finding, taking over and revoking API tokens, and what each may do at this moment."""

import hashlib
import secrets
from datetime import timedelta
from math import ceil

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, F, Q, When
from django.db.models.functions import Now
from django.utils import timezone

from core.refusals import Refused
from core.security_log import SecurityEvent, note
from settings.access import rights_of
from settings.models import ApiToken
from settings.models.token import USUAL_LIFE
from settings.rights import Right

MINUTE = timedelta(minutes=1)
_PREFIX = "desk_"
# Being used is written down at most this often.
_USED_EVERY = timedelta(minutes=1)


def make_token(token: ApiToken, *, by: AbstractBaseUser) -> str:
    """Save a new token and give its secret, which nobody can read again."""
    secret = _PREFIX + secrets.token_urlsafe(32)
    token.secret_hash, token.hint = _hash(secret), secret[:12]
    token.created_by_id = token.held_by_id = by.pk
    token.expires_at = token.expires_at or timezone.now() + USUAL_LIFE
    token.save()
    note(SecurityEvent.TOKEN_MADE, token=token.pk, company=token.company_id, by=by.pk)
    return secret


def find_token(secret: str) -> ApiToken | None:
    """The valid token with this secret, noted as used now; None when there is none.

    A token whose person may not sign in any more is not valid until somebody takes it over.
    """
    tokens = ApiToken.objects.valid().filter(held_by__is_active=True)
    tokens = tokens.select_related("company", "held_by")
    token = tokens.filter(secret_hash=_hash(secret)).first()
    now = timezone.now()
    if token is not None and (token.last_used_at or now - 2 * _USED_EVERY) < now - _USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def why_not_read(token: ApiToken) -> str:
    """Why the token may not read orders now, as a sentence; '' when it may."""
    if not token.may_read_orders:
        return "This token may not read orders."
    return _why_person_may_not(token, Right.VIEW)


def why_not_ship(token: ApiToken) -> str:
    """Why the token may not ship now, as a sentence; '' when it may."""
    if not token.may_ship_orders:
        return "This token may not ship orders."
    return _why_person_may_not(token, Right.SHIP)


def rights_needed(token: ApiToken) -> set[Right]:
    """The rights that a person needs whom the token stands for."""
    asked = ((token.may_read_orders, Right.VIEW), (token.may_ship_orders, Right.SHIP))
    return {right for is_asked, right in asked if is_asked}


def take_over(token: ApiToken, *, by: AbstractBaseUser) -> None:
    """Let the token stand for `by`. Raises `Refused` when they lack a right that it uses."""
    lacking = sorted(right.label for right in rights_needed(token) - rights_of(by, token.company))
    if lacking:
        raise Refused(f"The token needs the right “{lacking[0]}”, which you do not have.")
    token.held_by_id = by.pk
    token.save(update_fields=["held_by"])
    note(SecurityEvent.TOKEN_TAKEN_OVER, token=token.pk, company=token.company_id, by=by.pk)


def count_use(token: ApiToken, most: int) -> bool:
    """Count one request; False, and nothing is counted, when `most` were made in this minute.

    One statement by the database's own clock: however many web machines ask at once, none is let
    in too many. The minute begins with its first request.
    """
    begins = Q(minute_began_at=None) | Q(minute_began_at__lte=Now() - MINUTE)
    may = ApiToken.objects.filter(begins | Q(used_in_minute__lt=most), pk=token.pk)
    return bool(
        may.update(
            minute_began_at=Case(When(begins, then=Now()), default=F("minute_began_at")),
            used_in_minute=Case(When(begins, then=1), default=F("used_in_minute") + 1),
        )
    )


def seconds_until_use(token: ApiToken) -> int:
    """How many seconds the token's minute still lasts, at least one."""
    rows = ApiToken.objects.filter(pk=token.pk)
    left: timedelta = rows.values_list(F("minute_began_at") + MINUTE - Now(), flat=True).get()
    return max(1, ceil(left.total_seconds()))


def revoke(token: ApiToken) -> None:
    """Let the token open nothing any more. It stays in the list."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        note(SecurityEvent.TOKEN_REVOKED, token=token.pk, company=token.company_id)


def _why_person_may_not(token: ApiToken, right: Right) -> str:
    person = token.held_by
    if person is not None and right in rights_of(person, token.company):
        return ""
    return (
        f"The person for whom this token stands does not have the right “{right.label}” any more. "
        "A Client Admin can take the token over."
    )


def _hash(secret: str) -> str:
    # The secret is 32 random bytes: nobody can try them all, so a fast hash is enough.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
