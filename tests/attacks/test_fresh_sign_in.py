"""A browser that was left open: the greatest harm takes a fresh password."""

import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.fresh_sign_in import FRESH_SECONDS
from records.models import CustomerRequest
from settings.models import ApiToken, StoreConnection
from tests.factories import a_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sign_ins")]
LONG = "harbour-pine-lamp-42"


@pytest.fixture
def kim(company):
    cache.clear()
    person = a_user(company, username="kim")
    person.set_password(LONG)
    person.save()
    return person


@pytest.fixture
def browser(kim, client: Client) -> Client:
    """Somebody of the company signed in by password just now."""
    client.post(reverse("account_login"), {"login": "kim", "password": LONG})
    return client


def left_open(browser: Client) -> Client:
    """The browser, a quarter of an hour after its last password."""
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - FRESH_SECONDS - 1
    session.save()
    return browser


def targets(company, person) -> dict[str, tuple[str, dict[str, str]]]:
    """What is posted where, by what it would do."""
    return {
        "token": (reverse("api_tokens", args=[company.pk]), {"name": "Mine", "days": "90"}),
        "person": (reverse("employee_create"), {"username": "eve", "email": "eve@example.com"}),
        "roles": (reverse("employee_detail", args=[person.pk]), {"username": "kim2"}),
        "link": (reverse("employee_invitation", args=[person.pk]), {}),
        "key": (
            reverse("cart_general", args=[company.pk]),
            {"store_url": "https://evil.example", "api_key": "f" * 32},
        ),
        "address": (
            reverse("website_general", args=[company.pk]),
            {"store_url": "https://evil.example"},
        ),
        "export": (reverse("customer_export", args=[company.pk]), {"email": "ann@example.com"}),
        "erasure": (reverse("customer_erasure", args=[company.pk]), {"email": "ann@example.com"}),
    }


@pytest.mark.parametrize(
    "what", ["token", "person", "roles", "link", "key", "address", "export", "erasure"]
)
def test_it_leads_to_the_password_and_nothing_was_done(browser, company, kim, what):
    address, sent = targets(company, kim)[what]
    before = StoreConnection.objects.get(company=company).store_url
    answer = left_open(browser).post(address, sent)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert "evil.example" not in answer["Location"]
    kim.refresh_from_db()
    assert (kim.username, type(kim).objects.count()) == ("kim", 1)
    assert not ApiToken.objects.exists()
    assert not CustomerRequest.objects.exists()
    assert StoreConnection.objects.get(company=company).store_url == before


def test_django_admin_is_no_way_round(browser, company, kim):
    kim.is_staff = kim.is_superuser = True
    kim.save()
    left_open(browser)
    for page in ("auth_user_add", "company_settings_storeconnection_add"):
        answer = browser.post(reverse(f"admin:{page}"), {"username": "eve"})
        assert answer["Location"].startswith(reverse("account_reauthenticate")), page
    change = reverse("admin:auth_user_password_change", args=[kim.pk])
    answer = browser.post(change, {"password1": "other-pine-lamp-9", "password2": "x"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert browser.get(reverse("admin:index")).status_code == 200


def test_a_sign_in_from_the_future_is_not_fresh(browser, company):
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() + 7 * 24 * 3600
    session.save()
    page = reverse("cart_general", args=[company.pk]) + "?edit=1"
    assert browser.get(page).status_code == 302


def test_the_key_is_not_even_shown_a_form(browser, company):
    page = reverse("cart_general", args=[company.pk])
    assert left_open(browser).get(page).status_code == 200
    answer = browser.get(f"{page}?edit=1")
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_with_the_password_it_goes_on_where_it_was(browser, company):
    page = reverse("cart_general", args=[company.pk]) + "?edit=1"
    asked = left_open(browser).get(page)["Location"]
    answer = browser.post(asked, {"password": LONG, "next": page})
    assert answer["Location"] == page
    assert browser.get(page).status_code == 200


def test_a_wrong_password_opens_nothing(browser, company):
    page = reverse("cart_general", args=[company.pk]) + "?edit=1"
    asked = left_open(browser).get(page)["Location"]
    browser.post(asked, {"password": "wrong", "next": page})
    assert browser.get(page).status_code == 302


def test_what_was_typed_is_kept_in_no_session(browser, company, kim):
    address, sent = targets(company, kim)["key"]
    left_open(browser).post(address, sent)
    assert "f" * 32 not in str(dict(browser.session))


@pytest.mark.parametrize("before", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_it_leads_back_to_no_other_site(browser, company, kim, before):
    address, sent = targets(company, kim)["token"]
    answer = left_open(browser).post(address, sent, headers={"referer": before})
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_whoever_has_just_signed_in_is_asked_nothing(browser, company):
    assert browser.get(reverse("cart_general", args=[company.pk]) + "?edit=1").status_code == 200
