"""CS-Cart's order documents in our own words, with their quirks."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cscart_connector.cscart import translate
from cscart_connector.cscart.statuses import StatusTable
from stores.port import StoreOrder, UnreadableOrder

PLACED = 1_764_000_000
DOCUMENT: dict[str, Any] = {
    "order_id": "97",
    "status": "P",
    "timestamp": str(PLACED),
    "updated_at": str(PLACED + 360),
    "total": "20.00",
    "subtotal": 20,
    "products": {"11": {"item_id": "11", "price": "20.00", "amount": "1", "product": "Mug"}},
}


def read(**fields: Any) -> StoreOrder:
    order = translate.order({**DOCUMENT, **fields}, StatusTable())
    assert isinstance(order, StoreOrder), order
    return order


def problem(**fields: Any) -> str:
    order = translate.order({**DOCUMENT, **fields}, StatusTable())
    assert isinstance(order, UnreadableOrder)
    assert order.store_order_id == str(fields.get("order_id", "97"))
    return order.sentence


def product(**fields: Any) -> dict[str, Any]:
    return {"products": {"11": {**DOCUMENT["products"]["11"], **fields}}}


UNUSABLE = [0, "0", "", None, 1, -1, "soon", 999_999_999_999_999, 10**11, [], Decimal("1E+999")]


@pytest.mark.parametrize("timestamp", UNUSABLE)
def test_an_order_without_usable_date_comes_in_as_last_changed(timestamp):
    order = read(timestamp=timestamp)
    assert order.placed_at == datetime.fromtimestamp(PLACED + 360, UTC)
    assert not order.is_placed_at_known
    assert order.warnings[0].startswith("The store has no usable order date (“")


def test_and_one_that_was_never_changed_as_first_read():
    order = read(timestamp="0", updated_at="0")
    assert datetime.now(UTC) - order.placed_at < timedelta(minutes=1)
    assert order.updated_at is None


def test_a_usable_date_is_known():
    assert read().is_placed_at_known
    assert read().warnings == ()


@pytest.mark.parametrize(
    "amount", [Decimal("1E+999999999"), "1e400", 10**30, "NaN", "Infinity", "9" * 4000, "1,5"]
)
def test_an_amount_beyond_all_bounds_is_named_with_its_field(amount):
    assert problem(total=amount).startswith("Its “total” cannot be read: ")
    assert problem(**product(price=amount)).startswith("Its “price” cannot be read: ")


def test_an_amount_too_small_to_count_is_nothing():
    assert read(subtotal_discount=Decimal("1E-999999999")).totals.discount == 0


@pytest.mark.parametrize("amount", ["-1", "1.5", 2**31, 10**11, "many"])
def test_a_quantity_that_nobody_can_ship_is_named_with_its_field(amount):
    assert problem(**product(amount=amount)).startswith("Its “amount” cannot be read: ")


def test_an_order_without_a_number_says_so():
    assert problem(order_id="").startswith("Its “order_id” cannot be read")


def test_html_entities_are_unescaped_once_everywhere():
    escaped, meant = "Tom &amp;amp; &quot;Co&quot; &#039;n", 'Tom &amp; "Co" \'n'
    names = ("firstname", "address", "address_2", "city", "state_descr", "country_descr")
    order = read(
        **dict.fromkeys(["firstname", "lastname", "company", "notes", "details"], escaped),
        **{f"s_{name}": escaped for name in names},
        **product(
            product=escaped,
            product_code=escaped,
            extra={"product_options_value": [{"option_name": escaped, "variant_name": escaped}]},
        ),
        shipping=[{"shipping_id": "1", "shipping": escaped, "rate": 0}],
        taxes={"6": {"description": escaped, "rate_value": "10", "tax_subtotal": 0}},
        payment_method={"payment": escaped},
    )
    customer, address, line = order.customer, order.shipping_address, order.lines[0]
    assert address is not None
    assert {customer.first_name, customer.last_name, customer.company} == {meant}
    assert {address.first_name, address.address1, address.address2, address.city} == {meant}
    assert {address.state_name, address.country_name} == {meant}
    assert {line.name, line.sku, line.options[0].name, line.options[0].value} == {meant}
    assert {order.customer_note, order.staff_note, order.payment_method} == {meant}
    assert {order.shipping_groups[0].method_name, order.taxes[0].name} == {meant}


def test_an_item_without_its_number_has_that_of_its_place():
    order = read(products={"11": {"price": "1", "amount": 1}, "12": {"price": "2", "amount": 1}})
    assert [line.store_line_id for line in order.lines] == ["11", "12"]


def test_what_no_database_holds_is_replaced():
    assert read(firstname="A\x00B").customer.first_name == "A\N{REPLACEMENT CHARACTER}B"
