"""How people sign in: what differs from django-allauth's usual ways."""

import base64
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import (
    ratelimit,
)  # as its own adapter does: the public one rolls nothing back
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from core.secrets import cipher
from core.security_log import SecurityEvent, note
from cscart_connector import known_browsers

_log = logging.getLogger(__name__)

# Failed sign-ins of browsers that are known for an account are counted apart from all others, so
# that no stranger can use up what its owner has left.
_KNOWN = {"login_failed_known": "5/5m/key"}


class AccountAdapter(DefaultAccountAdapter):
    """People are added by a Client Admin on Manage Employees, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try to sign in; refuse it when its budget is used up.

        A browser that has signed in to the account before has a budget of its own; all others
        share one of the account and one of their address (`ACCOUNT_RATE_LIMITS`).
        """
        person = _person(credentials)
        try:
            self._count_try(request, person, credentials)
        except ValidationError:
            self._note(SecurityEvent.SIGN_IN_LOCKED, request, person)
            raise

    def _count_try(
        self, request: HttpRequest, person: User | None, credentials: dict[str, Any]
    ) -> None:
        browser = known_browsers.browser_of(request, person.pk) if person else ""
        if not browser:
            super().pre_authenticate(request, **credentials)
            return
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_known",
            config=_KNOWN,
            key=f"{browser}:{person.pk if person else ''}",
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._note(SecurityEvent.SIGN_IN_FAILED, request, _person(credentials))

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set a password, by a link or on the page for it."""
        super().set_password(user, password)
        note(SecurityEvent.PASSWORD_CHANGED, account=user.pk)

    def _note(
        self, event: SecurityEvent, request: HttpRequest, person: AbstractBaseUser | None
    ) -> None:
        account = person.pk if person else None
        note(event, account=account, address=self.get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Login name and e-mail are two ways to one account.
        person = _person(credentials)
        if person is not None:
            return f"account:{person.pk}"
        return str(super()._get_login_attempts_cache_key(request, **credentials))

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Let the browser be known for the account from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        known_browsers.remember(request, response, user.pk)
        self._note(SecurityEvent.SIGNED_IN, request, user)
        return response


def _person(credentials: dict[str, Any]) -> User | None:
    """Whose account the credentials name; None when there is none, or more than one."""
    login = str(credentials.get("email") or credentials.get("username") or "")
    named = User.objects.filter(Q(username__iexact=login) | Q(email__iexact=login))
    people = list(named[:2]) if login else []
    return people[0] if len(people) == 1 else None


class MfaAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are encrypted at rest like every other secret."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give the secret; where no key fits, one that nobody knows, so that no code is right."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            _log.error("A second factor cannot be read: no key of FIELD_ENCRYPTION_KEYS fits it.")
            return base64.b32encode(secrets.token_bytes(20)).decode()
