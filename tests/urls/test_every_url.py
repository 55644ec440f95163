"""Every URL of the project, asked by every role: allowed, refused with a sentence, or not there.

A URL without a rule fails the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from settings.models import Company
from settings.rights import ROLES, Right
from tests.factories import a_user
from tests.urls.rules import ANYBODY, MEMBER, ONLY_WHEN_SET_UP, RULES, SIGNED_IN, Who
from tests.urls.world import World, admin_urls, groups, names, world

__all__ = ["world"]

pytestmark = pytest.mark.django_db

_STARRED = {"company_star": "company", "order_star": "order_change_log"}


def test_every_url_has_a_rule_and_every_rule_a_url():
    assert names() == sorted(RULES)


def signed_in(*companies: Company, role: str) -> Client:
    client = Client()
    client.force_login(a_user(*companies, roles=(role,)))
    return client


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside leaves no trace, so that each URL meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, world: World, name: str, company: Company) -> Any:
    """The answer to the URL `name`, for the object that stands for it at `company`."""
    data = {"entry": _STARRED.get(name, ""), "verb": "dismiss"}
    with undone():
        answer = getattr(client, RULES[name].method)(world.path(name, company), data)
        if answer.streaming:
            b"".join(answer.streaming_content)  # read to its end, the file is closed
        return answer


def may(role: str, who: Who) -> bool:
    return who in (ANYBODY, SIGNED_IN, MEMBER) or who in ROLES[role]


def went_to_sign_in(answer: Any) -> bool:
    return bool(answer.status_code == 302 and answer.url.startswith(reverse("account_login")))


def outcome(answer: Any) -> str:
    """One word for what a person meets."""
    if went_to_sign_in(answer):
        return "sign in"
    if answer.status_code == 403:
        says_who_helps = "Client Admin" in answer.content.decode()
        return "refused" if says_who_helps else "refused without a sentence"
    return {200: "allowed", 302: "allowed", 404: "not there"}.get(
        answer.status_code, str(answer.status_code)
    )


def expected_at_home(name: str, role: str) -> set[str]:
    rule = RULES[name]
    if not may(role, rule.who) or (rule.also and not may(role, rule.also)):
        return {"refused"}
    if name == "account_logout":
        return {"sign in"}
    return {"allowed", "not there"} if name in ONLY_WHEN_SET_UP else {"allowed"}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_at_its_own_company(world, role):
    person = a_user(world.ours, roles=(role,))
    wrong = {}
    for name in sorted(RULES):
        client = Client()  # each URL with a session of its own: some end it
        client.force_login(person)
        met = outcome(ask(client, world, name, world.ours))
        if met not in expected_at_home(name, role):
            wrong[name] = met
    assert wrong == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_stranger_learns_nothing(world, role):
    """Whoever has a role at one company is nobody at the other."""
    client = signed_in(world.ours, role=role)
    wrong = {}
    for name in sorted(name for name, rule in RULES.items() if rule.of):
        answer = ask(client, world, name, world.theirs)
        is_closed_anyway = RULES[name].of == "employee" and not may(role, Right.PEOPLE)
        expected = "refused" if is_closed_anyway else "not there"
        if outcome(answer) != expected or "Theirs" in answer.content.decode():
            wrong[name] = outcome(answer)
    assert wrong == {}


def test_nobody_gets_in_without_signing_in(client, world):
    met = {name: outcome(ask(client, world, name, world.ours)) for name in RULES}
    closed = {name for name, rule in RULES.items() if rule.who != ANYBODY}
    assert {name for name in closed if met[name] != "sign in"} == set()
    opened = set(RULES) - closed - {"account_logout", "mfa_authenticate"}  # these lead to sign-in
    assert {name for name in opened if met[name] != "allowed"} == set()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_opens_django_admin(world, role):
    client = signed_in(world.ours, role=role)
    asked = 0
    for name, pattern in admin_urls():
        arguments = dict.fromkeys(pattern.pattern.converters, "1") | {"app_label": "auth"}
        arguments |= dict.fromkeys(groups(pattern.pattern), "auth")
        wanted = {
            key: arguments[key] for key in (*pattern.pattern.converters, *groups(pattern.pattern))
        }
        try:
            path = reverse(name, kwargs=wanted)
        except NoReverseMatch:
            path = "/admin/anything-else/"
        answer: Any = client.get(path)
        assert answer.status_code in (302, 403), path
        if answer.status_code == 302:
            assert "login" in answer.url or path == reverse("admin:logout"), (path, answer.url)
        asked += 1
    assert asked > 30


def test_lists_show_only_what_belongs_to_ones_companies(world):
    client = signed_in(world.ours, role="Client Admin")
    for name in (
        *("order_list", "job_list", "company_list", "notice_list", "employee_list"),
        "outgoing_list",
    ):
        text = client.get(reverse(name)).content.decode()
        assert "Theirs" not in text, name
        assert f"colleague-{world.theirs.pk}" not in text, name
    assert len(client.get(reverse("order_list")).context["page"]) == 1
