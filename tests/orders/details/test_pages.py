"""Manage Orders and Order Details."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orders.importing.intake import receive
from orders.models import Order
from tests.factories import CANCELLED, a_company, a_customer, a_line, a_store_order, an_address


def shown(answer) -> list[str]:
    return [order.store_order_id for order in answer.context["page"]]


def test_orders_of_other_companies_are_not_there(staff, company):
    other = a_company()
    receive(company, [a_store_order("1")])
    receive(other, [a_store_order("2")])
    assert shown(staff.get(reverse("order_list"))) == ["1"]
    hidden = Order.objects.get(company=other)
    assert staff.get(reverse("order_detail", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=98+wang", ["98"]),
        ("q=WANG@", ["98"]),
        ("q=小明", ["98"]),
        ("q=brandt", ["97"]),
        ("q=nobody", []),
        ("q=99999999999999999999999", []),
        ("status=in_process", ["98", "97"]),
        ("status=completed", []),
        ("status=nonsense", ["98", "97"]),
        ("page=99", ["98", "97"]),
    ],
)
def test_filters(staff, company, query, expected):
    person = a_customer(first_name="小明", last_name="王", email="wang@example.com")
    here = an_address(first_name="小明", last_name="王")
    places = {"billing_address": here, "shipping_address": here}
    receive(company, [a_store_order("97"), a_store_order("98", customer=person, **places)])
    assert sorted(shown(staff.get(f"{reverse('order_list')}?{query}"))) == sorted(expected)


def test_an_order_is_found_by_our_own_number(staff, company):
    receive(company, [a_store_order("97000")])
    order = Order.objects.get()
    assert shown(staff.get(f"{reverse('order_list')}?q={order.pk}")) == ["97000"]


def test_htmx_gets_the_table_alone(staff, company):
    headers = {"HX-Request": "true", "HX-Target": "order_table"}
    text = staff.get(reverse("order_list"), headers=headers).content.decode()
    assert text.lstrip().startswith('<section class="panel panel-flush" id="order_table"')
    assert "<html" not in text


def test_the_details_show_what_the_store_said_and_escape_it(staff, company):
    nasty = "<script>alert(1)</script>"
    receive(company, [a_store_order("97", customer_note=nasty, lines=(a_line(name=nasty),))])
    text = staff.get(reverse("order_detail", args=[Order.objects.get().pk])).content.decode()
    assert nasty not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "Courier, 2-3 days" in text
    assert "Imported from the website as “Paid”." in text


def test_a_cancellation_in_the_store_is_a_banner(staff, company):
    receive(company, [a_store_order()])
    receive(company, [a_store_order(status=CANCELLED)])
    text = staff.get(reverse("order_detail", args=[Order.objects.get().pk])).content.decode()
    assert "The store has cancelled this order (“Canceled”)" in text


def test_the_number_of_queries_does_not_grow_with_the_list(staff, company):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            staff.get(reverse("order_list"))
        return len(captured)

    receive(company, [a_store_order("1")])
    few = queries()
    receive(company, [a_store_order(str(number)) for number in range(2, 40)])
    assert queries() == few <= 11


def test_without_signing_in_there_is_only_the_login(client, db):
    answer = client.get(reverse("order_list"))
    assert answer.url.startswith(reverse("account_login"))
