"""One company's API key cannot be read: it is told, and every other company goes on."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.secrets import UnreadableSecret
from cscart_connector.checks import secrets_can_be_read
from notices.models import Notice, NoticeKind
from operations.tasks import beat_heart
from orders.importing.schedule import start_due_imports
from settings.models import Company, StoreConnection
from stores.tasks import look_at_keys
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def unreadable(settings) -> Company:
    """A company whose key was encrypted with a key that is gone, beside one that works."""
    own = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    company = a_company("Lost Key", allow_order_download=True)
    settings.FIELD_ENCRYPTION_KEYS = own
    return company


def test_others_are_imported_and_it_is_not_asked(unreadable):
    good = a_company("Works", allow_order_download=True)
    assert len(start_due_imports()) == 1
    assert good.jobs.count() == 1
    assert unreadable.jobs.count() == 0


def test_a_notice_stands_until_it_can_be_read(unreadable):
    look_at_keys()
    look_at_keys()
    notice = Notice.objects.open().get(kind=NoticeKind.KEY_UNREADABLE)
    assert notice.company == unreadable
    assert "Type it again" in notice.message
    connection = StoreConnection.objects.get(company=unreadable)
    connection.api_key = "f" * 32
    connection.save()
    look_at_keys()
    assert not Notice.objects.open().filter(kind=NoticeKind.KEY_UNREADABLE).exists()


def test_its_pages_open_and_say_so(unreadable, client):
    client.force_login(a_user(unreadable))
    page = client.get(reverse("cart_general", args=[unreadable.pk]))
    assert "Unreadable" in page.content.decode()
    page = client.get(reverse("cart_general", args=[unreadable.pk]) + "?edit=1")
    assert "The saved API Password cannot be read" in page.content.decode()
    assert "The API Password cannot be read" in client.get(reverse("home")).content.decode()


def test_check_and_readyz_say_so_while_pages_go_on(unreadable, client):
    (warning,) = secrets_can_be_read()
    assert "Lost Key" in warning.msg
    beat_heart()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "cannot be read" in answer.json()["API Passwords"]
    assert "Lost Key" not in answer.content.decode()


def test_rotation_leaves_it_as_it_is_and_names_it(unreadable):
    good = a_company("Works")
    before = StoreConnection.objects.get(company=unreadable).api_key
    with pytest.raises(CommandError, match="Lost Key"):
        call_command("rotate_field_encryption_keys")
    kept = StoreConnection.objects.get(company=unreadable).api_key
    assert isinstance(before, UnreadableSecret)
    assert isinstance(kept, UnreadableSecret)
    assert kept.stored == before.stored
    assert StoreConnection.objects.get(company=good).api_key.startswith("0123")
