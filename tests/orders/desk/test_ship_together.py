"""Ship together: orders to one address are found, and none that must not leave."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from orders.desk.ship_together import groups_at
from orders.importing.intake import receive
from orders.models import Order, OrderStatus
from settings.models import Company
from tests.factories import UNPAID, a_company, a_customer, a_store_order, a_user, an_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Company:
    """A company with three orders of one customer, the middle one to another street."""
    shop = a_company()
    come_in(shop, "1", an_address())
    come_in(shop, "2", an_address(address1="99 Elsewhere St"))
    come_in(shop, "3", an_address(address1="12, quay  RD", postal_code="0 2116"))
    return shop


def come_in(shop: Company, number: str, address, **fields) -> None:
    placed_at = datetime(2026, 11, int(number), tzinfo=UTC)
    order = a_store_order(number, shipping_address=address, placed_at=placed_at, **fields)
    receive(shop, [order])
    Order.objects.update(needs_shipping_method=False)


def found(*companies: Company) -> list[list[str]]:
    return [[order.store_order_id for order in group.orders] for group in groups_at(companies)]


def test_one_address_written_in_two_ways_is_one_group_the_oldest_first(shop):
    assert found(shop) == [["1", "3"]]


def test_another_person_at_the_address_is_another_parcel(shop):
    come_in(shop, "4", an_address(first_name="Otto"))
    assert found(shop) == [["1", "3"]]


def test_other_e_mail_addresses_are_told(shop):
    assert groups_at([shop])[0].is_one_customer
    come_in(shop, "4", an_address(), customer=a_customer(email="other@example.com"))
    assert not groups_at([shop])[0].is_one_customer


def test_what_may_not_leave_is_in_no_group(shop):
    come_in(shop, "4", an_address(), status=UNPAID)
    assert found(shop) == [["1", "3"]]
    Order.objects.filter(store_order_id="3").update(order_status=OrderStatus.ON_HOLD)
    assert found(shop) == []


def test_two_companies_never_share_a_box(shop):
    other = a_company()
    come_in(other, "7", an_address())
    assert found(shop, other) == [["1", "3"]]


def test_the_filter_of_manage_orders_finds_the_same_orders(client: Client, shop):
    client.force_login(a_user(shop))
    page = client.get(reverse("order_list"), {"together": "1"}).context["page"]
    assert sorted(order.store_order_id for order in page.orders) == ["1", "3"]


def test_the_page_opens_ship_orders_with_the_group(client: Client, shop):
    client.force_login(a_user(shop))
    page = client.get(reverse("together_list")).text
    ids = list(Order.objects.exclude(store_order_id="2").values_list("pk", flat=True))
    assert all(f'name="order" value="{pk}"' in page for pk in ids)
    rows = client.post(reverse("ship_orders"), {"order": ids}).context["rows"]
    assert [row.order.store_order_id for row in rows] == ["1", "3"]


def test_whoever_may_not_ship_gets_no_button(client: Client, shop):
    client.force_login(a_user(shop, roles=("View",)))
    page = client.get(reverse("together_list")).text
    assert "2 orders to" in page
    assert "Ship Orders" not in page


def test_the_number_of_statements_does_not_grow_with_the_groups(shop, django_assert_num_queries):
    for number in range(4, 9):
        come_in(shop, str(number), an_address(address1=f"{number // 2} Side St"))
    with django_assert_num_queries(2):
        assert len(groups_at([shop])) == 3
