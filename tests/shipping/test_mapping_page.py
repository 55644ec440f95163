"""Cart Shipping Method Mapping: read, edit, save, refuse, and two people at once."""

from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client

from shipping.models import MethodMapping, ShippingDefaults, ShippingService
from shipping.save_mapping import version_of
from tests.factories import a_company, a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def browser(company):
    return signed_in(company, "kim")


def signed_in(company, name: str) -> Client:
    browser = Client()
    browser.force_login(a_user(company, username=name))
    return browser


def url(company) -> str:
    return f"/companies/{company.pk}/website/shipping-method-mapping/"


def typed(form, **changes) -> dict[str, Any]:
    """What a browser would send of a shown form, with `changes` of whole fields."""
    entries = form.entries
    sent = {
        "version": form.version,
        "save": "1",
        "key": [entry.key for entry in entries],
        "name": [entry.name for entry in entries],
        "service": [entry.service for entry in entries],
        "stamp": [entry.stamp for entry in entries],
        "rush": [entry.key for entry in entries if entry.is_rush],
        "remove": [],
        **{f"default_{name}": text for name, text in form.defaults.items()},
    }
    return sent | changes


def new_rows(*rows: tuple[str, str], version: object = 0, **more) -> dict[str, Any]:
    return {
        "version": version,
        "save": "1",
        "key": [f"n{number}" for number in range(len(rows))],
        "name": [name for name, _ in rows],
        "service": [service for _, service in rows],
        "stamp": ["" for _ in rows],
    } | more


def saved(company) -> list[tuple[str, str, bool]]:
    rows = MethodMapping.objects.filter(company=company).select_related("service")
    return [(row.name, row.service.code if row.service else "", row.is_rush) for row in rows]


def test_rows_are_saved_and_read(company, browser):
    sent = new_rows(("Ground", "UPS – Ground (UPS_GROUND)"), ("Fast", "ups_2day"), rush=["n1"])
    answer = browser.post(url(company), sent, follow=True)
    assert "The mapping was saved: 2 added." in answer.content.decode()
    assert saved(company) == [("Fast", "UPS_2DAY", True), ("Ground", "UPS_GROUND", False)]
    assert 'name="service"' not in answer.content.decode()  # read-only first


def test_defaults_are_saved(company, browser):
    browser.post(url(company), new_rows(default_domestic="USPS_PRIORITY"))
    assert str(ShippingDefaults.objects.get(company=company).domestic).endswith("(USPS_PRIORITY)")
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    browser.post(url(company), typed(form, default_domestic=""))
    assert ShippingDefaults.objects.get(company=company).domestic is None


def test_nothing_typed_is_lost_when_something_is_refused(company, browser):
    sent = new_rows(
        ("Ground", "UPS_GROUND"), ("ground ", "UPS_2DAY"), ("", ""), ("Owl", "Owl post"),
        rush=["n3"], default_domestic="Owl",
    )  # fmt: skip
    answer = browser.post(url(company), sent)
    page = answer.content.decode()
    assert saved(company) == []
    assert "The same name stands in row 1." in page
    assert "Enter the Website Method Name, or remove this row." in page
    assert page.count("is no Shipping Method") == 2
    assert [entry.name for entry in answer.context["form"].entries] == sent["name"]
    assert answer.context["form"].entries[3].is_rush
    assert answer.context["form"].defaults["domestic"] == "Owl"


def test_rows_are_changed_removed_and_swapped(company, browser):
    browser.post(
        url(company), new_rows(("A", "UPS_GROUND"), ("B", "UPS_2DAY"), ("C", "DPD_CLASSIC"))
    )
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    keys = [entry.key for entry in form.entries]
    browser.post(url(company), typed(form, name=["B", "A", "C"], remove=[keys[2]]))
    assert saved(company) == [("A", "UPS_2DAY", False), ("B", "UPS_GROUND", False)]


def test_another_name_forgets_the_number_and_the_stores_new_name_keeps_it(company, browser):
    browser.post(url(company), new_rows(("A", "UPS_GROUND"), ("B", "UPS_2DAY")))
    MethodMapping.objects.filter(name="A").update(store_shipping_id="1", renamed_to="Alpha")
    MethodMapping.objects.filter(name="B").update(store_shipping_id="2", renamed_to="Beta")
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    browser.post(url(company), typed(form, name=["Alpha", "Something else"]))
    rows = MethodMapping.objects.values_list("name", "store_shipping_id", "renamed_to")
    assert list(rows) == [("Alpha", "1", ""), ("Something else", "", "")]


def test_the_second_of_two_is_told_and_loses_nothing(company, browser):
    browser.post(url(company), new_rows(("A", "UPS_GROUND"), ("B", "UPS_2DAY")))
    other = signed_in(company, "robin")
    mine = browser.get(f"{url(company)}?edit=1").context["form"]
    theirs = other.get(f"{url(company)}?edit=1").context["form"]
    changed = typed(theirs, service=["DPD_CLASSIC", "DPD_CLASSIC"])
    other.post(url(company), changed)
    answer = browser.post(
        url(company), typed(mine, service=["GLS_BUSINESS", mine.entries[1].service])
    )
    page = answer.content.decode()
    assert "robin saved this mapping while you were editing" in page
    assert saved(company) == [("A", "DPD_CLASSIC", False), ("B", "DPD_CLASSIC", False)]
    browser.post(url(company), typed(answer.context["form"]))
    assert saved(company) == [("A", "GLS_BUSINESS", False), ("B", "DPD_CLASSIC", False)]


def test_a_version_that_is_no_number_counts_as_an_old_one(company, browser):
    answer = browser.post(url(company), new_rows(("A", "UPS_GROUND"), version="odd"))
    assert "Somebody saved this mapping while you were editing" in answer.content.decode()
    assert [entry.name for entry in answer.context["form"].entries] == ["A"]


def test_a_row_is_added_without_losing_what_was_typed(company, browser):
    sent = new_rows(("Half", "typed"))
    del sent["save"]
    for button, name, service in (
        ({"act": "add_row"}, "", ""),
        ({"add": "Pigeon"}, "Pigeon", ""),
        ({"add_proposed": "UPS Ground"}, "UPS Ground", "UPS – Ground (UPS_GROUND)"),
    ):
        entries = browser.post(url(company), sent | button).context["form"].entries
        assert [(entry.name, entry.service) for entry in entries] == [
            ("Half", "typed"),
            (name, service),
        ]
    assert saved(company) == []


def test_a_suggestion_is_added_by_a_link(company, browser):
    answer = browser.get(f"{url(company)}?edit=1&add_proposed=UPS+Ground")
    assert answer.context["form"].entries[0].service == "UPS – Ground (UPS_GROUND)"


def test_rows_of_another_company_are_copied_for_looking_at(company, browser):
    other, foreign = a_company("Other"), a_company("Foreign")
    person = signed_in(company, "robin")
    a_user(other, username="x")
    from django.contrib.auth.models import Group, User  # noqa: PLC0415

    from settings.models import Membership  # noqa: PLC0415

    membership = Membership.objects.create(company=other, user=User.objects.get(username="robin"))
    membership.roles.set(Group.objects.filter(name="Client Admin"))
    ground = ShippingService.objects.get(code="UPS_GROUND")
    for owner in (other, foreign):
        MethodMapping.objects.create(company=owner, name="Taken", service=ground)
        MethodMapping.objects.create(company=owner, name="Fresh", service=ground, is_rush=True)
    sent = new_rows(("taken", "UPS_2DAY"), act="copy", copy_from=other.pk)
    del sent["save"]
    answer = person.post(url(company), sent)
    assert [(entry.name, entry.is_rush) for entry in answer.context["form"].entries] == [
        ("taken", False),
        ("Fresh", True),
    ]
    assert "1 names stand here already" in answer.content.decode()
    assert saved(company) == []
    refused = person.post(url(company), sent | {"copy_from": foreign.pk})
    assert "Choose the company" in refused.content.decode()


def test_every_change_is_in_the_change_log(company, browser):
    browser.post(url(company), new_rows(("A", "UPS_GROUND"), default_domestic="UPS_GROUND"))
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    browser.post(url(company), typed(form, service=["UPS_2DAY"]))
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    browser.post(url(company), typed(form, remove=[form.entries[0].key]))
    entries = LogEntry.objects.filter(
        additional_data__company_id=company.pk, content_type__model="methodmapping"
    ).order_by("id")
    assert [(entry.action, str(entry.actor)) for entry in entries] == [
        (LogEntry.Action.CREATE, "kim"),
        (LogEntry.Action.UPDATE, "kim"),
        (LogEntry.Action.DELETE, "kim"),
    ]
    assert entries[1].changes == {
        "service": ["UPS – Ground (UPS_GROUND)", "UPS – 2nd Day Air (UPS_2DAY)"]
    }
    log = browser.get(f"/companies/{company.pk}/change-log/").content.decode()
    assert "2nd Day Air" in log
    assert "Domestic" in log


def test_saving_nothing_new_writes_nothing(company, browser):
    browser.post(url(company), new_rows(("A", "UPS_GROUND")))
    version, entries = version_of(company), LogEntry.objects.count()
    form = browser.get(f"{url(company)}?edit=1").context["form"]
    browser.post(url(company), typed(form))
    assert (version_of(company), LogEntry.objects.count()) == (version, entries)


def test_the_number_of_statements_does_not_grow_with_the_rows(
    company, browser, django_assert_max_num_queries
):
    def many(first: int, size: int) -> list[tuple[str, str]]:
        return [(f"Method {number}", "UPS_GROUND") for number in range(first, first + size)]

    browser.get(url(company))  # content types and the like
    with django_assert_max_num_queries(36):
        browser.post(url(company), new_rows(*many(0, 2)))
    with django_assert_max_num_queries(36):
        browser.post(url(company), new_rows(*many(2, 2000), version=1))
    for page in (url(company), f"{url(company)}?edit=1"):
        with django_assert_max_num_queries(25):
            answer = browser.get(page)
    form = answer.context["form"]
    everything = typed(form, service=["UPS_2DAY"] * len(form.entries))
    with django_assert_max_num_queries(36):
        browser.post(url(company), everything)
    assert {service for _, service, _ in saved(company)} == {"UPS_2DAY"}
    assert len(saved(company)) == 2002
