"""What the store says of a person whose data were erased stays outside."""

from orders.importing.intake.erased_customers import is_erased, without_person
from tests.factories import a_customer, a_line, a_store_order, an_address, an_order


def test_nothing_is_left_that_tells_who_it_was():
    order = without_person(
        a_store_order(
            customer=a_customer(company="Nordwind", store_customer_id="17"),
            shipping_address=an_address(company="Nordwind", phone="+15550100"),
            lines=(a_line(),),
            customer_note="Ring at Brandt",
            staff_note="Regular",
            vat_number="DE136695976",
            warnings=("Ana",),
            document={"email": "ana@example.com"},
        )
    )
    said = repr(order) + str(order.document)
    for word in ("Ana", "Brandt", "Nordwind", "Quay", "Boston", "+1555", "17'", "DE136", "Red"):
        assert word not in said, word
    assert order.shipping_address is not None
    assert (order.shipping_address.country, order.shipping_address.state) == ("US", "MA")
    assert order.totals == a_store_order().totals
    assert order.lines[0].sku == "TS-RED"


def test_an_order_without_addresses_has_none_afterwards():
    order = without_person(a_store_order(billing_address=None, shipping_address=None))
    assert (order.billing_address, order.shipping_address) == (None, None)


def test_only_erased_orders_are_erased(company):
    order = an_order(company)
    assert not is_erased(company, "97")
    order.erased_at = order.created_at
    order.save()
    assert is_erased(company, "97")
    assert not is_erased(company, "98")
