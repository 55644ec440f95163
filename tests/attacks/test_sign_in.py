"""Guessing passwords is slow; locking others out is not possible; a reset tells nothing."""

import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db

LOCKED = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def _no_failures_before(monkeypatch) -> None:
    """All tries fall into one minute, however slow this machine is."""
    cache.clear()
    clock = SimpleNamespace(time=lambda: 1.0, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", clock)


@pytest.fixture
def robin(company) -> User:
    person = a_user(company, username="robin")
    person.email = "robin@example.com"
    person.save()
    return person


def try_word(browser: Client, login: str, word: str):
    return browser.post(reverse("account_login"), {"login": login, "password": word})


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def test_a_stranger_locks_nobody_out_of_a_browser_they_have_signed_in_with(robin):
    known, stranger = Client(), Client()
    try_word(known, "robin", "secret")
    known.post(reverse("account_logout"))
    for number in range(40):  # both budgets of unknown browsers are used up
        try_word(stranger, f"nobody{number}", "guess")
    for _ in range(6):
        answer = try_word(stranger, "robin", "guess")
    assert LOCKED in answer.content.decode()
    try_word(known, "robin", "secret")
    assert is_in(known)


def test_a_known_browser_guesses_no_faster(robin):
    known = Client()
    try_word(known, "robin", "secret")
    known.post(reverse("account_logout"))
    for _ in range(5):
        try_word(known, "robin", "guess")
    assert LOCKED in try_word(known, "robin", "secret").content.decode()


def test_a_browser_is_known_for_its_own_person_only(robin):
    thief = Client()
    a_user(a_company(), username="thief")
    try_word(thief, "thief", "secret")
    thief.post(reverse("account_logout"))
    for number in range(40):
        try_word(Client(), f"nobody{number}", "guess")
    assert LOCKED in try_word(thief, "robin", "guess").content.decode()


def test_a_forged_mark_of_a_known_browser_counts_for_nothing(robin):
    forger = Client()
    forger.cookies["known_browser"] = f"{robin.pk}:1"
    for number in range(40):
        try_word(Client(), f"nobody{number}", "guess")
    assert LOCKED in try_word(forger, "robin", "guess").content.decode()


def test_login_name_and_e_mail_share_one_counter(robin):
    for login in ("robin", "robin@example.com", "ROBIN@example.com", "Robin", "robin"):
        try_word(Client(), login, "guess")
    assert LOCKED in try_word(Client(), "robin@example.com", "secret").content.decode()


def test_a_reset_for_an_unknown_address_mails_nothing(db):
    answer = Client().post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    assert answer["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_the_system_page_warns_when_a_proxy_is_not_counted(company, client, settings):
    boss = a_user(company, username="boss")
    boss.is_superuser = True
    boss.save()
    client.force_login(boss)
    page = reverse("system")
    assert "TRUSTED_PROXY_COUNT" not in client.get(page).content.decode()
    through_proxy = {"x-forwarded-for": "203.0.113.9"}
    assert "TRUSTED_PROXY_COUNT" in client.get(page, headers=through_proxy).content.decode()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert "TRUSTED_PROXY_COUNT" not in client.get(page, headers=through_proxy).content.decode()
