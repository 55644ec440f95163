"""Editing the shipping address: with a reason, kept against the store."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from orders.importing.intake import receive
from orders.models import Order, OrderAddress, ShippingStatus
from tests.factories import a_company, a_store_order, a_user, an_address

FORM = {
    "first_name": "Ana",
    "last_name": "Brandt",
    "address1": "7 New St",
    "city": "Boston",
    "state": "MA",
    "postal_code": "02117",
    "country": "US",
    "reason": "The customer called",
}


@pytest.fixture
def order(db):
    company = a_company()
    receive(company, [a_store_order("97")])
    return Order.objects.get()


@pytest.fixture
def staff(order):
    browser = Client()
    browser.force_login(a_user(order.company, username="kim", roles=("Edit",)))
    return browser


def shipped_to() -> OrderAddress:
    return OrderAddress.objects.get(kind="shipping")


def url(order: Order) -> str:
    return f"/orders/{order.pk}/address/"


def test_an_address_is_changed_with_a_reason_on_timeline_and_in_the_change_log(order, staff):
    page = staff.post(url(order), FORM, follow=True).content.decode()
    assert "Order address changed successfully." in page
    assert "Changed here" in page
    address = shipped_to()
    assert (address.address1, address.is_ours) == ("7 New St", True)
    assert (address.state_name, address.country_name) == ("Massachusetts", "United States")
    message = order.events.get(kind="edited").message
    assert "changed to: Ana Brandt, 7 New St" in message
    assert message.endswith("Reason: The customer called")
    logged = LogEntry.objects.get_for_object(order).latest("pk").changes["Shipping Address"]
    assert "12 Quay Rd" in logged[0]
    assert "7 New St" in logged[1]
    assert OrderAddress.objects.get(kind="billing").address1 == "12 Quay Rd"


def test_without_a_reason_nothing_is_changed(order, staff):
    page = staff.post(url(order), {**FORM, "reason": " "}).content.decode()
    assert "Please enter reason to change address." in page
    assert 'value="7 New St"' in page
    assert shipped_to().address1 == "12 Quay Rd"


def test_our_address_stays_and_a_new_one_of_the_store_is_a_conflict(order, staff):
    staff.post(url(order), FORM)
    receive(order.company, [a_store_order("97", staff_note="Something else")])
    assert shipped_to().address1 == "7 New St"
    assert not order.conflicts.exists()
    moved = a_store_order("97", shipping_address=an_address(address1="9 Third St"))
    for _ in range(2):
        receive(order.company, [moved], rewrites_unchanged=True)
    assert shipped_to().address1 == "7 New St"
    conflict = order.conflicts.get()
    assert "9 Third St" in conflict.message
    assert order.events.filter(message__contains="9 Third St").count() == 1
    assert "9 Third St" in staff.get(url(order)).content.decode()


def test_the_stores_address_can_be_taken_back(order, staff):
    staff.post(url(order), FORM)
    receive(order.company, [a_store_order("97", shipping_address=an_address(city="Salem"))])
    staff.post(url(order), {**FORM, "revert": "1", "reason": "The store is right"})
    assert (shipped_to().city, shipped_to().is_ours) == ("Salem", False)
    receive(order.company, [a_store_order("97", shipping_address=an_address(city="Lynn"))])
    assert shipped_to().city == "Lynn"


def test_an_order_without_address_gets_one(order, staff):
    OrderAddress.objects.all().delete()
    staff.post(url(order), FORM)
    assert shipped_to().country_name == "United States of America"


def test_the_address_of_a_shipped_order_stays(order, staff):
    Order.objects.update(shipping_status=ShippingStatus.FULLY_SHIPPED)
    page = staff.post(url(order), FORM).content.decode()
    assert "its address stays as it is" in page
    assert shipped_to().address1 == "12 Quay Rd"


def test_the_same_address_is_no_change(order, staff):
    same = {**FORM, "address1": "12 Quay Rd", "postal_code": "02116"}
    assert "Change it, or cancel." in staff.post(url(order), same).content.decode()
    assert not shipped_to().is_ours


def test_a_stale_form_is_told_and_keeps_what_was_typed(order, staff):
    seen = str(staff.get(url(order)).context["seen"])
    receive(order.company, [a_store_order("97", shipping_address=an_address(city="Salem"))])
    page = staff.post(url(order), {**FORM, "seen": seen}).content.decode()
    assert "The order changed while you were editing." in page
    assert 'value="7 New St"' in page
    assert shipped_to().city == "Salem"


def test_an_order_is_found_by_the_name_it_is_sent_to(order, staff):
    staff.post(url(order), {**FORM, "last_name": "Zweig"})
    order.refresh_from_db()
    assert "zweig" in Order.objects.select_related("search").get().search.text


def test_a_stale_form_of_the_shipping_method_is_told(order, staff):
    method = f"/orders/{order.pk}/shipping-method/"
    seen = str(staff.get(method).context["seen"])
    receive(order.company, [a_store_order("97", payment_method="Invoice")])
    group = order.shipping_groups.get()
    sent = {f"service_{group.pk}": "UPS_GROUND", "seen": seen}
    page = staff.post(method, sent).content.decode()
    assert "Payment method changed" in page
    assert "UPS_GROUND" in page
    group.refresh_from_db()
    assert group.service is None
    staff.post(method, {f"service_{group.pk}": "UPS_GROUND"})
    assert order.shipping_groups.get().service is not None
