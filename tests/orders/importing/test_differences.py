"""What the store changed on a known order, in words for its timeline."""

from dataclasses import replace
from decimal import Decimal

import pytest

from orders.importing.intake.differences import differences
from orders.models import OrderLine
from tests.factories import a_line, a_store_order, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(company):
    return an_order(company)


def told(order, lines=None, **new) -> list[str]:
    """What is said when the store's order has these `lines` and columns now."""
    known = list(order.lines.all())
    store_order = a_store_order(lines=(a_line(),) if lines is None else lines)
    names = (
        *("store_status_name", "grand_total", "shipping_total", "tax_total", "discount"),
        *("customer_email", "customer_phone", "payment_method", "invoice_number"),
        *("customer_note", "staff_note", "facts_hash"),
    )
    columns = {name: getattr(order, name) for name in names} | new
    return differences(order, known, store_order, columns)


def test_nothing_new_is_no_sentence(order):
    assert told(order) == []


def test_numbers_are_told_with_both_values(order):
    (sentence,) = told(order, customer_phone="555-0100")
    assert sentence == f"Phone changed from “{order.customer_phone}” to “555-0100”."
    order.customer_phone = ""
    assert told(order, customer_phone="1") == ["Phone changed from nothing to “1”."]


def test_long_texts_are_named_without_their_content(order):
    assert told(order, customer_note="A very long one") == ["The customer's note changed."]


def test_something_less_prominent_is_one_general_sentence(order):
    order.facts_hash = "before"
    assert told(order, facts_hash="after") == ["Details of the order changed in the store."]


def test_what_we_told_the_store_is_no_news(order):
    order.facts_hash = ""
    assert told(order, facts_hash="after") == []


def test_items_that_come_go_and_change(order):
    lamp = a_line("12", name="Lamp", quantity=3)
    assert told(order, lines=(a_line(), lamp)) == ["Item added: 3 × Lamp."]
    assert told(order, lines=()) == ["Item removed: 2 × T-shirt."]
    cheaper = replace(a_line(), quantity=1, unit_price=Decimal("9.00"))
    assert told(order, lines=(cheaper,)) == [
        "T-shirt: quantity changed from 2 to 1.",
        "T-shirt: price changed from 10.00 to 9.00.",
    ]


def test_an_item_that_was_gone_already_does_not_go_twice(order):
    OrderLine.objects.filter(order=order).update(store_quantity=0)
    assert told(order, lines=()) == []


def test_pieces_that_the_store_ships_are_told_once(order):
    shipped = replace(a_line(), shipped_quantity=2)
    sentence = "T-shirt: quantity shipped by the store changed from 0 to 2."
    assert told(order, lines=(shipped,)) == [sentence]
    OrderLine.objects.filter(order=order).update(packed_quantity=2, shipped_quantity=2)
    assert told(order, lines=(shipped,)) == []
