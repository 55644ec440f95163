"""How people sign in: what differs from django-allauth's usual ways."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from core.secrets import cipher


class AccountAdapter(DefaultAccountAdapter):
    """People are added by a Client Admin on Manage Employees, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class MfaAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are encrypted at rest like every other secret."""

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()
