"""A token may never do more than the person it stands for, and not for ever."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from settings.models import ApiToken, Company
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db

BOTH = {"name": "Labels", "may_read_orders": "on", "may_ship_orders": "on", "days": "90"}


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def made_by(person: User, company: Company, **fields: str) -> str:
    """The secret of a token that the person makes on the page; '' when the page refuses."""
    page = browser_of(person).post(reverse("api_tokens", args=[company.pk]), BOTH | fields)
    secret = page.context["secret"] if page.context else ""
    return str(secret)


def answers(secret: str) -> tuple[int, int]:
    """The status of reading and of shipping with this token."""
    headers = {"authorization": f"Bearer {secret}"}
    row = {"channel_order_id": "97", "tracking_number": "1Z1"}
    read = Client().get("/api/v1/orders", headers=headers)
    shipped = Client().post(
        "/api/v1/shipments", {"shipments": [row]}, content_type="application/json", headers=headers
    )
    return read.status_code, shipped.status_code


def test_who_may_not_see_orders_makes_no_token_that_does(company):
    clerk = a_user(company, roles=("Company settings",))
    assert made_by(clerk, company) == ""
    assert not ApiToken.objects.exists()


def test_a_token_ends_with_the_rights_of_its_person(company):
    admin = a_user(company, username="admin")
    secret = made_by(admin, company)
    assert answers(secret) == (200, 200)
    membership = admin.memberships.get()
    membership.roles.set(membership.roles.model.objects.filter(name="View"))
    assert answers(secret) == (200, 403)
    membership.roles.clear()
    assert answers(secret) == (403, 403)
    membership.delete()
    assert answers(secret) == (403, 403)


def test_a_token_ends_when_its_person_may_not_sign_in(company):
    admin = a_user(company, username="admin")
    secret = made_by(admin, company)
    admin.is_active = False
    admin.save()
    assert answers(secret) == (401, 401)


def test_a_token_without_a_person_opens_nothing(company):
    admin = a_user(company, username="admin")
    secret = made_by(admin, company)
    admin.delete()
    assert answers(secret) == (401, 401)


@pytest.mark.parametrize(("days", "lasts"), [("30", 30), ("90", 90), ("365", 365)])
def test_a_token_expires(company, days, lasts):
    secret = made_by(a_user(company), company, days=days)
    token = ApiToken.objects.get()
    assert token.expires_at is not None
    assert token.expires_at - timezone.now() <= timedelta(days=lasts)
    assert answers(secret) == (200, 200)
    ApiToken.objects.update(expires_at=timezone.now())
    assert answers(secret) == (401, 401)


@pytest.mark.parametrize("days", ["366", "3650", "0", "-1", ""])
def test_no_token_lasts_longer_than_a_year(company, days):
    assert made_by(a_user(company), company, days=days) == ""


def test_a_token_from_before_expiries_ends_too(company):
    secret = made_by(a_user(company), company)
    long_ago = timezone.now() - timedelta(days=91)
    ApiToken.objects.update(expires_at=None, created_at=long_ago)
    assert answers(secret) == (401, 401)


def test_a_client_admin_takes_a_token_over(company):
    maker, admin = a_user(company, username="maker"), a_user(company, username="admin")
    secret = made_by(maker, company)
    maker.is_active = False
    maker.save()
    path = reverse("api_token_takeover", args=[ApiToken.objects.get().pk])
    assert browser_of(admin).post(path).status_code == 302
    assert answers(secret) == (200, 200)
    page = browser_of(admin).get(reverse("api_tokens", args=[company.pk])).content.decode()
    assert "maker" in page
    assert "admin" in page


@pytest.mark.parametrize("roles", [("View",), ("Ship",), ("Company settings",), ()])
def test_nobody_else_takes_a_token_over(company, roles):
    made_by(a_user(company), company)
    token = ApiToken.objects.get()
    path = reverse("api_token_takeover", args=[token.pk])
    assert browser_of(a_user(company, roles=roles)).post(path).status_code == 403
    assert browser_of(a_user(a_company())).post(path).status_code == 404
    assert ApiToken.objects.get().held_by == token.held_by
