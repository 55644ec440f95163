"""Secrets at rest."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from cscart_connector.encryption_keys import encryption_keys
from cscart_connector.sign_in import MfaAdapter
from settings.forms.same_store import needs_key_again
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


@pytest.fixture
def wrong_key(company, settings) -> str:
    """The keys of the installation are others now. Gives what is stored."""
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    return stored()


def test_without_its_key_a_secret_reads_as_empty_and_says_so(wrong_key):
    connection = StoreConnection.objects.get()
    assert (connection.api_key, connection.has_unreadable_key) == ("", True)
    assert (connection.has_saved_key, connection.is_complete) == (True, False)


def test_an_unreadable_secret_outlives_a_save(wrong_key):
    StoreConnection.objects.get().save()
    assert stored() == wrong_key


def test_an_unreadable_key_goes_to_no_other_server(wrong_key):
    assert needs_key_again(StoreConnection.objects.get(), "https://elsewhere.example.com")


@pytest.mark.parametrize("text", ["garbage", "c2hvcnQ=", "A" * 43 + "=,x"])
def test_what_is_no_key_is_refused_at_start(text):
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        encryption_keys(text)


def test_blanks_between_keys_do_no_harm():
    one, two = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    assert encryption_keys(f" {one}, {two},\n") == [one, two]


def test_a_second_factor_without_its_key_accepts_no_code(settings):
    adapter = MfaAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    first, second = adapter.decrypt(kept), adapter.decrypt(kept)
    assert len(first) == 32
    assert first != second != "JBSWY3DPEHPK3PXP"
