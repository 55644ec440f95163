"""Signing in: throttled, resettable, with an optional second factor; no way out to other sites."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.factories import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_failures_before() -> None:
    cache.clear()


def sign_in(client, name: str, word: str, **more: str):
    return client.post(reverse("account_login"), {"login": name, "password": word, **more})


def test_by_name_or_by_e_mail(client, company):
    person = a_user(company, username="robin")
    person.email = "robin@example.com"
    person.save()
    assert sign_in(client, "robin", "secret").status_code == 302
    client.logout()
    assert sign_in(client, "robin@example.com", "secret").status_code == 302


def test_after_five_failures_even_the_right_password_waits(client, company):
    a_user(company, username="robin")
    for _ in range(5):
        sign_in(client, "robin", "wrong")
    answer = sign_in(client, "robin", "secret")
    assert "Too many failed login attempts" in answer.content.decode()
    a_user(company, username="noor")
    assert sign_in(client, "noor", "secret").status_code == 302


def test_django_admin_has_no_other_door(client):
    assert client.get("/admin/login/").url.startswith(reverse("account_login"))
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_nobody_signs_up_alone(client):
    answer = client.post(
        reverse("account_signup"),
        {"username": "eve", "password1": "harbour-pine-42", "email": "eve@example.com"},
    )
    assert "closed" in answer.content.decode().lower()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(client, company, target):
    a_user(company, username="robin")
    assert sign_in(client, "robin", "secret", next=target).url == "/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_star_never_leads_to_another_site(staff, company, target):
    path = reverse("company_star", args=[company.pk])
    answer = staff.post(path, {"entry": "company", "next": target})
    assert answer.url == reverse("company_list")


def test_a_forgotten_password_is_set_anew_by_mail(client, company):
    person = a_user(company, username="robin")
    person.email = "robin@example.com"
    person.save()
    client.post(reverse("account_reset_password"), {"email": "robin@example.com"})
    (link,) = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    form = client.get(link, follow=True)
    word = "harbour-pine-42"
    client.post(form.redirect_chain[-1][0], {"password1": word, "password2": word})
    person.refresh_from_db()
    assert person.check_password(word)


def test_an_unknown_address_is_answered_alike(client, db):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    assert answer.url == reverse("account_reset_password_done")


def test_with_a_second_factor_the_password_is_not_enough(client, company):
    person = a_user(company, username="robin")
    secret = "JBSWY3DPEHPK3PXP"
    totp = TOTP.activate(person, secret)
    assert secret not in str(totp.instance.data)
    assert get_adapter().decrypt(totp.instance.data["secret"]) == secret
    assert sign_in(client, "robin", "secret").url == reverse("mfa_authenticate")
    assert client.get(reverse("order_list")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    code = f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06d}"
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("order_list")).status_code == 200
