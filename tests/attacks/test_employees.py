"""Nobody becomes more by managing employees, and all of it is in the Change Log."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from settings.access import rights_of
from settings.models import Company, Membership
from settings.rights import Right
from tests.factories import a_user

pytestmark = pytest.mark.django_db


def a_role(name: str, *rights: Right) -> Group:
    role = Group.objects.create(name=name)
    role.permissions.set(Permission.objects.filter(codename__in=rights))
    return role


@pytest.fixture
def admin(company) -> User:
    person = a_user(company, username="admin")
    person.email = "admin@example.com"
    person.save()
    return person


@pytest.fixture
def manager(company) -> User:
    """Manages employees, and may do nothing else."""
    a_role("People only", Right.PEOPLE)
    return a_user(company, username="manager", roles=("People only",))


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def sent(company: Company, person: User, *roles: Group, **changes: str) -> dict[str, Any]:
    prefix = f"company-{company.pk}"
    fields: dict[str, Any] = {"username": person.username, "email": person.email}
    fields |= {"is_active": "on", f"{prefix}-roles": [role.pk for role in roles]}
    return fields | changes


def test_no_link_to_the_account_of_a_stronger_person(company, admin, manager):
    browser = browser_of(manager)
    answer = browser.post(reverse("employee_invitation", args=[admin.pk]))
    assert answer.status_code == 403


def test_no_change_of_the_account_of_a_stronger_person(company, admin, manager):
    data = sent(company, admin, email="thief@example.com", username="thief")
    browser_of(manager).post(reverse("employee_detail", args=[admin.pk]), data)
    admin.refresh_from_db()
    assert (admin.username, admin.email) == ("admin", "admin@example.com")


def test_no_other_role_for_a_stronger_person(company, admin, manager):
    a_user(company, username="second")  # so that it is not the last Client Admin who is asked about
    people_only = Group.objects.get(name="People only")
    for roles in ((people_only,), ()):
        data = sent(company, admin, *roles)
        page = browser_of(manager).post(reverse("employee_detail", args=[admin.pk]), data)
        assert page.status_code in (200, 302)
        assert rights_of(admin, company) == set(Right)


def test_a_role_that_one_may_not_give_is_not_lost_by_saving(company, manager):
    other = a_role("Outside", Right.PEOPLE)
    outside = Group.objects.create(name="Auditors")  # carries no right of ours
    person = a_user(company, username="noor", roles=("Outside", "Auditors"))
    data = sent(company, person, Group.objects.get(name="People only"))
    browser_of(manager).post(reverse("employee_detail", args=[person.pk]), data)
    roles = set(person.memberships.get().roles.values_list("name", flat=True))
    assert roles == {"People only", outside.name}
    assert other.name not in roles


def test_nobody_raises_a_refund_limit_above_their_own(company):
    a_role("Lead", Right.PEOPLE, Right.REFUND, Right.VIEW)
    lead = a_user(company, username="lead", roles=("Lead",))
    Membership.objects.filter(user=lead).update(refund_limit=Decimal("50.00"))
    browser, prefix = browser_of(lead), f"company-{company.pk}"
    for limit in ("", "50.01"):
        data = sent(company, lead, Group.objects.get(name="Lead"))
        data[f"{prefix}-refund_limit"] = limit
        answer = browser.post(reverse("employee_detail", args=[lead.pk]), data, follow=True)
        assert "Your own refund limit" in answer.content.decode()
        assert lead.memberships.get().refund_limit == Decimal("50.00")


def test_links_accounts_and_roles_are_in_the_change_log(company, admin):
    person = a_user(company, username="noor", roles=("View",))
    browser = browser_of(admin)
    browser.post(reverse("employee_invitation", args=[person.pk]))
    data = sent(company, person, Group.objects.get(name="Ship"), email="noor@example.com")
    browser.post(reverse("employee_detail", args=[person.pk]), data)
    log = browser.get(reverse("company_change_log", args=[company.pk])).content.decode()
    for words in ("Invitation link", "noor@example.com", "Ship", "admin"):
        assert words in log
