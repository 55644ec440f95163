"""Toolbox and Actions of an order."""

import pytest
from django.test import Client

from orders.details.menus import MENUS, menu
from orders.importing.intake import receive
from orders.models import Order
from settings.rights import Right
from tests.factories import a_company, a_store_order, a_user

ALL = frozenset(Right.values)


def labels(offers):
    return [offer.label for offer in offers]


def test_keys_are_unique():
    keys = [entry.key for entries in MENUS.values() for entry in entries]
    assert len(keys) == len(set(keys))


@pytest.fixture
def order(db):
    company = a_company()
    receive(company, [a_store_order("97")])
    return Order.objects.get()


def test_what_makes_no_sense_is_absent_and_what_cannot_work_says_why(order):
    offers = {offer.label: offer.why_not for offer in menu("actions", order, ALL, set())}
    assert "Set In Process" not in offers
    assert offers["Set On Hold"] == ""
    assert offers["Set Completed"] == "The order is Unshipped: ship it first."


def test_rights_decide_what_is_offered(order):
    seen = menu("actions", order, frozenset({Right.VIEW.value}), set())
    assert [offer.label for offer in seen] == ["Print Invoice(s) to PDF"]
    offered = labels(menu("toolbox", order, frozenset({Right.VIEW.value}), set()))
    assert "Change Log" in offered
    assert "Raw document" not in offered


@pytest.fixture
def browser(order):
    client = Client()
    client.force_login(a_user(order.company, username="kim"))
    return client


def test_a_menu_is_searched_without_javascript(order, browser):
    page = browser.get(f"/orders/{order.pk}/menu/actions/?q=hold+set").content.decode()
    assert "Set On Hold" in page
    assert "Set As Problem" not in page
    assert browser.get(f"/orders/{order.pk}/menu/kitchen/").status_code == 404


def test_a_star_puts_an_entry_first_until_it_is_taken_away(order, browser):
    url, here = f"/orders/{order.pk}/stars/", f"/orders/{order.pk}/"
    answer = browser.post(url, {"entry": "order_move_void", "next": here})
    assert answer.headers["Location"] == here
    assert labels(browser.get(here).context["actions"])[0] == "Set Void"
    part = browser.post(url, {"entry": "order_move_void"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert labels(browser.get(here).context["actions"])[0] != "Set Void"


def test_a_star_is_given_to_entries_only_and_leads_nowhere_else(order, browser):
    url = f"/orders/{order.pk}/stars/"
    assert browser.post(url, {"entry": "order_fly"}).status_code == 404
    elsewhere = {"entry": "order_change_log", "next": "https://evil.example/"}
    assert browser.post(url, elsewhere).headers["Location"] == f"/orders/{order.pk}/"


def test_every_action_that_is_offered_leads_somewhere(order, browser):
    for offer in browser.get(f"/orders/{order.pk}/").context["actions"]:
        if not offer.why_not:
            answer = browser.post(offer.url) if offer.is_post else browser.get(offer.url)
            assert answer.status_code in (200, 302), offer.label
