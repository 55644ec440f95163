"""The API key goes only to the server for which it was typed."""

import pytest
from django.urls import reverse

from settings.admin import ConnectionForm
from settings.models import StoreConnection, StoreType

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef0123456789abcdef"
SAVED = "https://shop.example:8443"
ELSEWHERE = [
    "https://thief.example:8443",
    "http://shop.example:8443",  # another scheme: the key would go unencrypted
    "https://shop.example",  # another port
    "https://shop.example:8444",
]


@pytest.fixture
def connection(company) -> StoreConnection:
    company.connection.store_url = SAVED
    company.connection.save()
    return StoreConnection.objects.get(company=company)


def sent(page: str, url: str, **more: str) -> dict[str, str]:
    cart = {
        "api_email": "admin@example.com",
        "addressing": "rewrite",
        "parallel_requests": "4",
        "minutes_between_runs": "5",
    }
    general = {"store_type": "custom", "plugin": "CsCart"}
    fields = cart if page == "cart_general" else general
    return {"store_url": url, "is_same_store": "on", "api_key": "", **fields, **more}


def login(company) -> tuple[str, str]:
    saved = StoreConnection.objects.get(company=company)
    return saved.store_url, saved.api_key


@pytest.mark.parametrize("page", ["cart_general", "website_general"])
@pytest.mark.parametrize("url", ELSEWHERE)
def test_the_saved_key_follows_to_no_other_server(staff, company, connection, page, url):
    answer = staff.post(reverse(page, args=[company.pk]), sent(page, url))
    assert "Type the API Password again" in answer.content.decode()
    assert login(company) == (SAVED, KEY)


@pytest.mark.parametrize("page", ["cart_general", "website_general"])
def test_a_key_that_is_typed_goes_with_the_new_address(staff, company, connection, page):
    data = sent(page, "https://moved.example", api_key="another-key")
    assert staff.post(reverse(page, args=[company.pk]), data).status_code == 302
    assert login(company) == ("https://moved.example", "another-key")


@pytest.mark.parametrize("page", ["cart_general", "website_general"])
def test_another_folder_of_the_same_server_keeps_the_key(staff, company, connection, page):
    data = sent(page, "https://SHOP.example:8443/shop")
    assert staff.post(reverse(page, args=[company.pk]), data).status_code == 302
    assert login(company) == ("https://SHOP.example:8443/shop", KEY)


def test_there_is_no_way_around_by_switching_the_store_off_first(staff, company, connection):
    page = reverse("website_general", args=[company.pk])
    staff.post(page, {"store_type": "not_specified", "store_url": SAVED})
    staff.post(page, {"store_type": "not_specified", "store_url": "https://thief.example"})
    assert login(company) == (SAVED, KEY)
    staff.post(page, {"store_type": "not_specified", "store_url": ""})
    staff.post(page, sent("website_general", "https://thief.example"))
    assert login(company) == ("", KEY)


def test_django_admin_asks_for_the_key_too(company, connection):
    data = {
        "company": company.pk,
        "store_type": StoreType.CUSTOM,
        "plugin": "CsCart",
        "store_url": "https://thief.example",
        "addressing": "rewrite",
        "language": "en",
        "parallel_requests": "4",
        "minutes_between_runs": "5",
    }
    form = ConnectionForm(data, instance=connection)
    assert "Type the API Password again" in str(form.errors.get("new_api_key"))
    typed = ConnectionForm(data | {"new_api_key": "another-key"}, instance=connection)
    assert typed.is_valid()
