"""What concerns access leaves a line with its facts, and never a secret."""

import logging

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from settings.models import ApiToken
from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    cache.clear()
    caplog.set_level(logging.INFO, logger="security")
    return caplog


def events(lines) -> list[str]:
    return [record.event for record in lines.records if record.name == "security"]


def try_word(login: str, word: str) -> None:
    Client().post(reverse("account_login"), {"login": login, "password": word})


def test_signing_in_failing_and_being_locked(lines, company):
    robin = a_user(company, username="robin")
    try_word("robin", "secret")
    for _ in range(6):
        try_word("robin", "a-wrong-word")
    assert events(lines) == ["signed_in", *["sign_in_failed"] * 5, "sign_in_locked"]
    first = next(record for record in lines.records if record.name == "security")
    assert (vars(first)["account"], vars(first)["address"]) == (robin.pk, "127.0.0.1")


def test_what_was_typed_is_not_written_down(lines, company):
    try_word("my-password-in-the-wrong-field", "a-wrong-word")
    text = " ".join(record.getMessage() for record in lines.records if record.name == "security")
    assert "sign_in_failed" in text
    assert "wrong" not in text


def test_links_roles_and_tokens(lines, company):
    admin, noor = a_user(company), a_user(company, username="noor", roles=("View",))
    browser = Client()
    browser.force_login(admin)
    browser.post(reverse("employee_invitation", args=[noor.pk]))
    ship = Group.objects.get(name="Ship").pk
    data = {"username": "noor", "is_active": "on", f"company-{company.pk}-roles": [ship]}
    browser.post(reverse("employee_detail", args=[noor.pk]), data)
    token = {"name": "Labels", "may_ship_orders": "on", "days": "30"}
    page = browser.post(reverse("api_tokens", args=[company.pk]), token)
    browser.post(reverse("api_token_revocation", args=[ApiToken.objects.get().pk]))
    assert events(lines) == ["invitation_made", "roles_changed", "token_made", "token_revoked"]
    assert page.context["secret"] not in lines.text
