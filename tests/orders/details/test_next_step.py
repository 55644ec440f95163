"""The one button that stands out on an order's page."""

import pytest
from django.test import Client

from orders.details.next_step import next_step
from orders.models import Order, OrderConflict, Package
from settings.rights import Right
from shipping.models import ShippingService
from stores.models import ChangeState, OutgoingChange
from tests.factories import UNPAID, a_company, a_package, a_user, an_order

EVERYTHING = frozenset(Right.values)


@pytest.fixture
def order(db) -> Order:
    order = an_order(a_company())
    order.shipping_groups.update(service=ShippingService.objects.get(code="UPS_GROUND"))
    Order.objects.update(needs_shipping_method=False)
    order.refresh_from_db()
    return order


def label(order: Order, rights: frozenset[str] = EVERYTHING) -> str:
    step = next_step(order, rights)
    return step.label if step else ""


def test_first_its_service_then_shipping_it(order):
    order.needs_shipping_method = True
    assert label(order) == "Edit Shipping Method"
    order.needs_shipping_method = False
    assert label(order) == "Ship Items"


def test_a_packed_package_is_confirmed_at_once(order):
    package = a_package(order, confirmed_at=None)
    order.refresh_from_db()
    step = next_step(order, EVERYTHING)
    assert step is not None
    assert (step.label, step.is_post) == ("Ship Confirm", True)
    assert step.url == f"/orders/packages/{package.pk}/confirmation/"


def test_when_all_is_gone_its_invoice_is_printed_once(order):
    a_package(order)
    order.refresh_from_db()
    assert label(order) == "Print Invoice(s) to PDF"
    order.invoice_printed_at = order.placed_at
    assert label(order) == ""


def test_nothing_stands_out_where_the_guard_says_no(order):
    OrderConflict.objects.create(order=order, kind="lines_changed", message="Odd.")
    assert label(order) == ""
    unpaid = an_order(order.company, "98", status=UNPAID)
    unpaid.needs_shipping_method = False
    assert label(unpaid) == ""


@pytest.mark.parametrize("right", [Right.VIEW, Right.EDIT])
def test_nobody_is_led_where_they_may_not_go(order, right):
    assert label(order, frozenset({right})) == ""


def test_the_page_shows_it_and_follows_while_the_website_is_being_told(order):
    browser = Client()
    browser.force_login(a_user(order.company))
    address = f"/orders/{order.pk}/"
    page = browser.get(address).content.decode()
    assert f'class="btn btn-sm btn-primary" href="/orders/{order.pk}/packages/new/"' in page
    assert 'hx-trigger="every 5s"' not in page
    data = {"act": "confirm", "package": "1", "1-shipped_on": "2026-11-20", "1-service": ""}
    data[f"1-quantity_{order.lines.get().pk}"] = "2"
    browser.post(f"{address}packages/new/", data)
    assert 'hx-trigger="every 5s"' in browser.get(address).content.decode()
    OutgoingChange.objects.update(state=ChangeState.SENT)
    assert 'hx-trigger="every 5s"' not in browser.get(address).content.decode()
    assert Package.objects.count() == 1


def test_phone_place_and_store_are_links_and_times_are_exact(order):
    browser = Client()
    browser.force_login(a_user(order.company))
    connection = order.company.connection
    connection.website_order_view_url = "https://shop.example/admin?order={order_id}"
    connection.save()
    page = " ".join(browser.get(f"/orders/{order.pk}/").content.decode().split())
    assert 'href="tel:+15550100"' in page
    assert (
        "openstreetmap.org/search?query=12+Quay+Rd%2C+02116+Boston%2C+Massachusetts%2C+US" in page
    )
    assert "Ana" not in page.split("openstreetmap.org")[1].split('"')[0]
    assert (
        'href="https://shop.example/admin?order=97" rel="noopener noreferrer" target="_blank"'
        in page
    )
    assert "1 Nov 2026, 12:00" in page
