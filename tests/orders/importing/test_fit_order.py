"""Whatever a store sends fits: long texts are cut with a warning, numbers beyond all are named."""

from decimal import Decimal

import pytest

from orders.importing.intake import fit_order, receive
from orders.importing.intake.fit_order import MOST_MONEY, MOST_PIECES
from orders.models import Order, OrderAddress
from stores.port import StoreOrder, StoreShippingGroup, StoreStatus, StoreTax, UnreadableOrder
from tests.factories import PAID, a_customer, a_line, a_store_order, an_address, some_totals

LONG = "x" * 3000
NOTHING = Decimal("0.00")


def fitted(**fields) -> StoreOrder:
    order = fit_order(a_store_order(**fields))
    assert isinstance(order, StoreOrder)
    return order


def problem(**fields) -> str:
    order = fit_order(a_store_order(**fields))
    assert isinstance(order, UnreadableOrder)
    return order.sentence


def test_an_order_that_fits_is_left_as_it_is():
    order = a_store_order()
    assert fit_order(order) is order


def test_one_that_could_not_be_read_stays_so():
    order = UnreadableOrder(store_order_id="97", sentence="No.")
    assert fit_order(order) is order


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"customer": a_customer(first_name=LONG)}, "customer's first name"),
        ({"customer": a_customer(last_name=LONG)}, "customer's last name"),
        ({"customer": a_customer(email=LONG)}, "e-mail address"),
        ({"shipping_address": an_address(address1=LONG)}, "shipping address's street"),
        ({"billing_address": an_address(postal_code=LONG)}, "billing address's postal code"),
        ({"billing_address": an_address(country="USA")}, "billing address's country"),
        ({"lines": (a_line(sku=LONG),)}, "SKU"),
        ({"language": LONG}, "language"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_text_beyond_a_limit_is_cut_with_a_warning_and_comes_in(company, fields, words):
    order = fitted(**fields)
    assert len(order.warnings) == 1
    assert order.warnings[0].startswith(f"The {words} has ")
    receive(company, [order])
    assert Order.objects.get().warnings == list(order.warnings)


def test_what_the_store_does_not_limit_is_kept_whole(company):
    order = fitted(
        customer=a_customer(company=LONG, phone=LONG),
        shipping_address=an_address(
            **{name: LONG for name in ("company", "address2", "city", "state_name", "phone")},
            first_name=LONG,
            last_name=LONG,
            country_name=LONG,
        ),
        lines=(a_line(name=LONG),),
        taxes=(
            StoreTax(
                name=LONG,
                rate=Decimal(20),
                is_percent=True,
                is_included_in_prices=False,
                amount=NOTHING,
            ),
        ),
        payment_method=LONG,
        payment_reference=LONG,
        invoice_number=LONG,
        customer_note=LONG,
        status=StoreStatus(code="P", name=LONG, reading=PAID.reading),
    )
    assert order.warnings == ()
    receive(company, [order])
    kept = Order.objects.get()
    assert (kept.customer_company, kept.payment_method, kept.store_status_name) == (LONG,) * 3
    assert kept.lines.get().name == kept.taxes.get().name == LONG
    assert OrderAddress.objects.get(kind="shipping").city == LONG


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"store_order_id": "9" * 41}, "order_id"),
        ({"store_company_id": LONG}, "company_id"),
        ({"parent_order_id": LONG}, "parent_order_id"),
        ({"currency": "EURO"}, "currency"),
        ({"status": StoreStatus(code=LONG, name="A", reading=PAID.reading)}, "status"),
        ({"customer": a_customer(store_customer_id=LONG)}, "user_id"),
        ({"lines": (a_line(LONG),)}, "item_id"),
        ({"lines": (a_line(store_product_id=LONG),)}, "product_id"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_says_which_thing_is_meant_is_never_cut(fields, field):
    sentence = problem(**fields)
    assert sentence.startswith(f"Its “{field}” has ")
    assert sentence.endswith("Shorten it in the store.")


def group(**fields) -> StoreShippingGroup:
    defaults = {"group_key": "0", "store_shipping_id": "1", "method_name": "A", "rate": NOTHING}
    return StoreShippingGroup(**{**defaults, **fields})


def test_a_shipping_method_is_cut_and_its_number_is_not():
    assert "shipping method" in fitted(shipping_groups=(group(method_name=LONG),)).warnings[0]
    assert "shipping_id" in problem(shipping_groups=(group(store_shipping_id=LONG),))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"totals": some_totals(total=MOST_MONEY)}, "total"),
        ({"totals": some_totals(shipping=-MOST_MONEY)}, "shipping_cost"),
        ({"totals": some_totals(gift_certificates_bought=Decimal("1E+999999"))}, "gift_cert"),
        ({"lines": (a_line(unit_price=MOST_MONEY),)}, "price"),
        ({"lines": (a_line(quantity=MOST_PIECES),)}, "amount"),
        ({"lines": (a_line(shipped_quantity=MOST_PIECES),)}, "shipped_amount"),
        ({"shipping_groups": (group(rate=MOST_MONEY),)}, "rate"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_number_beyond_our_columns_is_named_with_its_field(fields, field):
    sentence = problem(**fields)
    assert f"Its “{field}" in sentence
    assert sentence.endswith("Correct it in the store.")


def test_the_largest_numbers_that_fit_come_in(company):
    most = MOST_MONEY - Decimal("0.01")
    order = fitted(
        totals=some_totals(total=most),
        lines=(a_line(quantity=MOST_PIECES - 1, unit_price=most, needs_shipping=False),),
    )
    receive(company, [order])
    assert Order.objects.get().grand_total == most


def test_an_item_that_is_listed_twice_is_named():
    assert problem(lines=(a_line("11"), a_line("11"))) == "Its “products” have item “11” 2 times."
