"""Change Log: who changed which field from what to what, wherever it was changed."""

import pytest
from auditlog.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from orders.importing.intake import receive
from orders.models import Order
from settings.change_log import Change, changes, entries_of_company
from settings.models import Company
from tests.factories import SHIPPED, a_store_order, a_user

pytestmark = pytest.mark.django_db


def updates(company: Company) -> list[Change]:
    return [change for change in changes(entries_of_company(company)) if change.field]


def test_an_option_that_was_changed_on_its_page(staff, company):
    data = {"store_type": "custom", "plugin": "CsCart", "allow_unpaid_orders": "on"}
    data |= {"store_url": company.connection.store_url, "allow_order_download": "on"}
    LogEntry.objects.all().delete()
    staff.post(reverse("website_general", args=[company.pk]), data)
    (change,) = updates(company)
    assert (change.field, change.old, change.new) == ("Allow Unpaid Orders", "off", "on")
    assert change.who == str(company.memberships.get().user)


def test_a_change_made_in_django_admin(client, company):
    boss = User.objects.create_superuser("boss", password="secret")
    client.force_login(boss)
    LogEntry.objects.all().delete()
    path = reverse("admin:company_settings_company_change", args=[company.pk])
    form = client.get(path).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields}
    data |= {"name": "Renamed", "is_active": "on"}
    data |= {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    answer = client.post(path, data)
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    (change,) = updates(company)
    assert (change.who, change.field, change.new) == ("boss", "Company Name", "Renamed")


def test_a_role_that_was_given(staff, company):
    person = a_user(company, username="noor", roles=())
    person.memberships.get().roles.set([])
    LogEntry.objects.all().delete()
    admin_role = company.memberships.exclude(user=person).get().roles.get()
    person.memberships.get().roles.add(admin_role)
    (change,) = updates(company)
    assert (change.field, change.old, change.new) == ("Roles", "", "Client Admin")


def test_only_one_field_is_shown_when_asked(staff, company):
    company.time_zone, company.city = "Europe/Oslo", "Bergen"
    company.save()
    path = reverse("company_change_log", args=[company.pk])
    assert "Bergen" in staff.get(path).content.decode()
    narrowed = staff.get(path + "?field=time_zone").content.decode()
    assert "Europe/Oslo" in narrowed
    assert "Bergen" not in narrowed


def test_what_the_store_changed_is_on_the_orders_log(staff, company):
    receive(company, [a_store_order("97")])
    receive(company, [a_store_order("97", status=SHIPPED)])
    order = Order.objects.get()
    text = staff.get(reverse("order_change_log", args=[order.pk])).content.decode()
    assert "Complete" in text
    assert "System" in text
    about_orders = [change for change in updates(company) if change.what.startswith("Order")]
    assert about_orders == []  # the company's own log is not flooded by its orders


def test_a_change_of_an_order_by_a_person(staff, company):
    receive(company, [a_store_order("97")])
    order = Order.objects.get()
    order.order_status = "on_hold"
    order.save(update_fields=["order_status"])
    text = staff.get(reverse("order_change_log", args=[order.pk])).content.decode()
    assert "In Process" in text
    assert "On Hold" in text
