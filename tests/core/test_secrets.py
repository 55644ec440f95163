"""Secrets at rest."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from settings.models import StoreConnection
from tests.factories import a_company

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT api_key FROM company_settings_storeconnection")
        (value,) = cursor.fetchone()
    return str(value)


def test_the_api_key_is_not_in_the_database(company):
    assert KEY not in stored()
    assert StoreConnection.objects.get().api_key == KEY


def test_an_empty_secret_stays_empty():
    a_company(connected=False)
    assert stored() == ""
    assert StoreConnection.objects.get().api_key == ""


def test_an_older_key_still_decrypts(company, settings):
    settings.FIELD_ENCRYPTION_KEYS = [
        Fernet.generate_key().decode(),
        *settings.FIELD_ENCRYPTION_KEYS,
    ]
    assert StoreConnection.objects.get().api_key == KEY


def test_without_its_key_a_secret_says_what_to_do(company, settings):
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS"):
        StoreConnection.objects.get()
