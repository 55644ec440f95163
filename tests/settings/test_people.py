"""Manage Employees: who may be managed by whom, roles, invitations."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.urls import reverse

from settings.access import rights_of
from settings.models import Membership
from settings.people import employees, may_change_account, roles_to_give
from settings.rights import ROLES, Right, ensure_roles
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db


def role(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def sent(company, *roles: str, **changes: str) -> dict[str, Any]:
    """The form of an employee as a browser sends it."""
    prefix = f"company-{company.pk}"
    account: dict[str, Any] = {"username": "noor", "email": "noor@example.com", "is_active": "on"}
    return account | {f"{prefix}-roles": [role(name) for name in roles]} | changes


def test_an_added_employee_holds_the_roles_and_sets_a_password_by_link(staff, company, client):
    data = sent(company, "View", "Initiate Refund")
    data[f"company-{company.pk}-refund_limit"] = "50.00"
    staff.post(reverse("employee_create"), data)
    noor = User.objects.get(username="noor")
    membership = noor.memberships.get()
    assert membership.refund_limit == Decimal("50.00")
    assert rights_of(noor, company) == {Right.VIEW, Right.REFUND}
    assert not noor.has_usable_password()
    page = staff.post(reverse("employee_invitation", args=[noor.pk]))
    newcomer = type(client)()
    form = newcomer.get(page.context["link"], follow=True)
    word = "harbour-pine-42"
    newcomer.post(form.redirect_chain[-1][0], {"password1": word, "password2": word})
    noor.refresh_from_db()
    assert noor.check_password(word)
    used_up = type(client)().get(page.context["link"], follow=True)
    assert "This link is used up" in used_up.content.decode()


def test_taking_every_role_ends_the_membership(staff, company):
    person = a_user(company, username="noor", roles=("View",))
    staff.post(reverse("employee_detail", args=[person.pk]), sent(company))
    assert not person.memberships.exists()


def test_the_last_client_admin_stays(staff, company):
    admin = Membership.objects.get(company=company).user
    data = sent(company, "View", username=admin.username)
    answer = staff.post(reverse("employee_detail", args=[admin.pk]), data)
    assert "needs at least one Client Admin" in answer.content.decode()
    assert Right.PEOPLE in rights_of(admin, company)


def test_nobody_takes_over_the_login_of_a_person_who_works_elsewhere_too(staff, company):
    person = a_user(company, a_company(), username="noor", roles=("View",))
    admin = Membership.objects.exclude(user=person).get(company=company).user
    assert not may_change_account(admin, person)
    data = sent(company, "Ship", email="thief@example.com", username="thief")
    staff.post(reverse("employee_detail", args=[person.pk]), data)
    person.refresh_from_db()
    assert (person.username, person.email) == ("noor", "")
    assert rights_of(person, company) == {Right.VIEW, Right.SHIP}
    assert staff.post(reverse("employee_invitation", args=[person.pk])).status_code == 403


def test_a_superusers_login_is_no_clients_business(company):
    boss = a_user(company, username="boss")
    boss.is_superuser = True
    boss.save()
    assert not may_change_account(a_user(company), boss)
    assert may_change_account(boss, a_user(company))


def test_an_e_mail_address_belongs_to_one_person(staff, company):
    User.objects.create_user("first", "noor@example.com")
    answer = staff.post(reverse("employee_create"), sent(company, "View"))
    assert "Another person has this e-mail address." in answer.content.decode()


def test_nobody_gives_a_right_they_do_not_have(company):
    clerk = Group.objects.create(name="Clerk manager")
    clerk.permissions.set(Permission.objects.filter(codename__in=[Right.PEOPLE, Right.VIEW]))
    manager = a_user(company, roles=("Clerk manager",))
    offered = set(roles_to_give(rights_of(manager, company)).values_list("name", flat=True))
    assert offered == {"View", "Clerk manager"}


def test_every_role_is_there_and_a_changed_one_stays_changed():
    assert set(ROLES) <= set(Group.objects.values_list("name", flat=True))
    view = Group.objects.get(name="View")
    view.permissions.set(Permission.objects.filter(codename=Right.SHIP))
    Group.objects.get(name="Edit").delete()
    ensure_roles()
    assert [permission.codename for permission in view.permissions.all()] == [Right.SHIP]
    assert Group.objects.get(name="Edit").permissions.count() == 3


def test_rights_end_at_the_company(company):
    other = a_company()
    person = a_user(company)
    assert rights_of(person, other) == frozenset()
    assert person not in employees(a_user(other))
