"""`Order ID` of label software is the store's number: where it fits both, a person is asked."""

import pytest
from django.db import connection

from orders.models import Order, TrackingImport
from tests.cases.doors import outcomes, shipped
from tests.factories import a_customer

CASE = "A16-order-id-heading/t.csv"


@pytest.fixture
def two(desk):
    """Our order 331 is the store's 372; the store's 331 is another customer's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('orders_order', 'id'), 330)")
    desk.orders(372, customer=a_customer(first_name="Jo", last_name="Keller", email="jo@x.example"))
    desk.orders(331)
    assert Order.objects.get(store_order_id="372").pk == 331
    return desk


def test_a_number_that_fits_both_is_asked_about(two):
    results = two.ship(CASE)
    assert outcomes(results) == ["failed"]
    assert "our Order ID of order 331 (#372, Jo Keller)" in results[2][1]
    assert "Channel Order #" in results[2][1]
    assert shipped(two.company) == {}


@pytest.mark.parametrize(("whose", "order"), [("channel", "331"), ("ours", "372")])
def test_the_answer_is_taken(two, whose, order):
    text = "Tracking Number,Order ID\n94001,331\n"
    assert outcomes(two.ship(text.encode(), order_numbers=whose)) == ["shipped"]
    assert shipped(two.company) == {order: ["94001"]}


def test_the_customer_in_the_file_answers_it(two):
    text = "Recipient,Tracking Number,Order ID\nJo Keller,94001,331\n"
    assert outcomes(two.ship(text.encode())) == ["shipped"]
    assert shipped(two.company) == {"372": ["94001"]}


def test_a_number_of_the_store_alone_is_the_stores(two):
    two.orders(900)
    assert outcomes(two.ship(b"Tracking Number,Order ID\nT1,900\n")) == ["shipped"]


def test_the_check_lists_each_good_line_with_customer_and_destination(desk):
    desk.orders(5)
    desk.check(b"Order Number,Tracking Number\n5,T1\n")
    for words in ("Ana Brandt", "02116 Boston US", "2 × T-shirt", "T1"):
        assert words in desk.page


def test_a_line_for_somebody_else_is_named(desk):
    desk.orders(5, 6)
    text = (
        "Order Number,Tracking Number,Recipient,Zip\n5,T1,Zoe Quist,99999\n6,T2,Ana Brandt,99999\n"
    )
    results = desk.check(text.encode())
    assert outcomes(results) == ["failed", "shipped"]
    assert "the line is for Zoe Quist, the order for Ana Brandt" in results[2][1]
    assert "the line goes to 99999, the order to 02116" in results[3][1]
    assert TrackingImport.objects.count() == 1
