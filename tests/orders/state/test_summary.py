"""By which words an order is found, and its ship date."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.package_changes import correct
from orders.fulfilment.set_unshipped import set_unshipped
from orders.fulfilment.shipping_out import ship
from orders.importing.intake import receive, receive_shipments
from orders.models import Order, OrderSearch, Package
from orders.state.summary import packages_changed
from tests.factories import (
    a_customer,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
    an_address,
)

pytestmark = pytest.mark.django_db


def text() -> str:
    return OrderSearch.objects.get().text


def test_a_new_order_is_found_by_all_its_words(company):
    person = a_customer(first_name="Zoë", last_name="Müller", phone="(555) 01-23")
    gift = an_address(first_name="Bo", last_name="Lund")
    receive(company, [a_store_order("97", customer=person, shipping_address=gift)])
    words = text().split()
    assert words[:4] == [str(Order.objects.get().pk), "97", "zoe", "muller"]
    assert {"ana@example.com", "5550123", "ts-red", "bo", "lund"} <= set(words)
    assert text().startswith(" ")


def test_a_refreshed_order_is_found_by_its_new_words_only(company):
    receive(company, [a_store_order(lines=(a_line(sku="OLD-1"),))])
    receive(company, [a_store_order(lines=(a_line(sku="NEW-1"),))])
    assert "new-1" in text()
    assert "old-1" not in text()


def test_a_shipment_brings_its_tracking_number_and_ship_date(company):
    receive(company, [a_store_order()])
    receive_shipments(company, [a_store_shipment()])
    assert "1z999aa10123456784" in text()
    assert Order.objects.get().shipped_at == datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_a_refresh_keeps_the_ship_date(company):
    receive(company, [a_store_order()])
    receive_shipments(company, [a_store_shipment()])
    receive(company, [a_store_order(customer_note="Ring twice")])
    assert Order.objects.get().shipped_at is not None


def test_without_its_package_an_order_has_no_ship_date(company):
    receive(company, [a_store_order()])
    receive_shipments(company, [a_store_shipment()])
    Package.objects.all().delete()
    packages_changed([Order.objects.get().pk])
    assert Order.objects.get().shipped_at is None
    assert "1z999" not in text()


def test_everything_can_be_built_anew(company, capsys):
    receive(company, [a_store_order("1"), a_store_order("2")])
    receive_shipments(company, [a_store_shipment(order="2")])
    before = list(OrderSearch.objects.order_by("pk").values_list("text", flat=True))
    OrderSearch.objects.all().delete()
    Order.objects.update(shipped_at=None)
    call_command("rebuild_search")
    assert list(OrderSearch.objects.order_by("pk").values_list("text", flat=True)) == before
    assert Order.objects.exclude(shipped_at=None).count() == 1
    assert "Done: 2 orders." in capsys.readouterr().out


def test_packages_that_we_send_are_found_and_dated(company):
    receive(company, [a_store_order()])
    order, kim = Order.objects.get(), a_user(company)
    outcome = ship({order.pk: [NewPackage(tracking_number="OURS-1")]}, is_confirmed=True, by=kim)
    order.refresh_from_db()
    assert order.shipped_at is not None
    correct(outcome[order.pk].packages[0], tracking_number="OURS-2", service=None, by=kim)
    assert "ours-2" in text()
    assert "ours-1" not in text()
    set_unshipped(order, by=kim)
    order.refresh_from_db()
    assert order.shipped_at is None
