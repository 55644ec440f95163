"""A forgotten session, a stolen one, and passwords that everybody tries first."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cscart_connector.own_sessions import SECONDS_BETWEEN_NOTES
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db
LONG = "harbour-pine-lamp-42"


@pytest.fixture(autouse=True)
def _no_failures_before() -> None:
    cache.clear()


@pytest.fixture
def kim(company):
    person = a_user(company, username="kim")
    person.set_password(LONG)
    person.save()
    return person


def signed_in(name: str, browser: str) -> Client:
    client = Client(HTTP_USER_AGENT=browser)
    answer = client.post(reverse("account_login"), {"login": name, "password": LONG})
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


def test_a_person_ends_a_session_elsewhere_and_stays_in_here(kim):
    here, there = signed_in("kim", "Here"), signed_in("kim", "There")
    page = here.get(reverse("own_sessions")).content.decode()
    assert "There" in page
    elsewhere = UserSession.objects.get(user_agent="There")
    here.post(reverse("own_sessions"), {"session": elsewhere.pk})
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_others_end_at_once(kim):
    clients = [signed_in("kim", f"Browser {n}") for n in range(3)]
    clients[0].post(reverse("own_sessions"), {"others": "1"})
    assert [is_in(client) for client in clients] == [True, False, False]


def test_nobody_sees_or_ends_the_session_of_another(kim):
    other = a_user(a_company("Other"), username="eve")
    other.set_password(LONG)
    other.save()
    hers, his = signed_in("kim", "Hers"), signed_in("eve", "His")
    session = UserSession.objects.get(user_agent="Hers")
    assert "Hers" not in his.get(reverse("own_sessions")).content.decode()
    his.post(reverse("own_sessions"), {"session": session.pk})
    assert is_in(hers)


@pytest.mark.parametrize("sent", ["", "0", "-1", "x", "9" * 40, "1 OR 1=1"])
def test_an_odd_session_ends_nothing(kim, sent):
    client = signed_in("kim", "Here")
    assert client.post(reverse("own_sessions"), {"session": sent}).status_code == 302
    assert is_in(client)


def test_an_idle_session_ends_and_a_used_one_goes_on(kim, settings):
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    client = signed_in("kim", "Here")
    session = Session.objects.get(session_key=client.session.session_key)
    soon = timezone.now() + timedelta(hours=1)
    Session.objects.update(expire_date=soon)
    store = client.session
    store["seen_at"] = int(timezone.now().timestamp()) - SECONDS_BETWEEN_NOTES
    store.save()
    Session.objects.update(expire_date=soon)
    assert is_in(client)  # used: its end moves on
    session.refresh_from_db()
    assert session.expire_date > timezone.now() + timedelta(hours=11)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(client)


@pytest.mark.parametrize(
    "word",
    [
        *("short-pine7", "123456789012", "password1234", "qwertyuiop123", "letmein123456"),
        *("Passw0rd2026!", "kimkimkimkim", "aaaaaaaaaaaa", "sellercloud2026"),
    ],
)
def test_what_everybody_tries_first_is_refused(kim, word):
    with pytest.raises(ValidationError):
        validate_password(word, kim)


@pytest.mark.parametrize("word", [LONG, "correct horse battery", "Kx8#mQ2!vLp0", "ü" * 3 + LONG])
def test_a_good_one_is_taken(kim, word):
    validate_password(word, kim)


def test_a_password_of_any_length_is_looked_at_quickly(kim):
    validate_password(LONG * 5_000, kim)
