"""B28: a business customer: company and VAT number on the order, a person in the address."""

import pytest

from cscart_connector.cscart.store import CsCartStore
from orders.importing.intake import receive
from orders.models import Order, OrderEvent
from stores.port import StoreOrder
from tests.cases.test_b15_long_status_name import store
from tests.cscart.conftest import client_of, sandbox
from tests.factories import a_store_order
from tests.orders.importing.test_import_orders import run_import

__all__ = ["sandbox", "store"]

ADDRESS = {
    **{"firstname": "Jo", "lastname": "Keller", "address": "Hafenstr. 4", "city": "Kiel"},
    **{"state": "", "country": "DE", "zipcode": "24103", "phone": "+49431000"},
}


@pytest.fixture
def a_business_order(company, store, monkeypatch):
    """Import one order with this VAT number in field 36, which the company has mapped."""
    connection = company.connection
    connection.vat_number_field = "36"
    connection.save()
    monkeypatch.setattr(
        "orders.importing.runs.import_orders.open_store",
        lambda connection: CsCartStore(connection, client_of(store)),
    )
    connection.store_url = store.base_url
    connection.save()

    def come_in(vat_number: str) -> Order:
        store.control.create_order(
            company="Nordwind Handels GmbH", fields={"36": vat_number}, address=ADDRESS
        )
        run_import(company)
        return Order.objects.latest("pk")

    return come_in


def test_the_company_stands_in_both_addresses(a_business_order):
    order = a_business_order("DE136695976")
    assert order.customer_company == "Nordwind Handels GmbH"
    for address in order.addresses.all():
        assert address.text_lines[:2] == ["Jo Keller", "Nordwind Handels GmbH"]


def test_a_parcel_for_somebody_else_does_not_go_to_the_company(a_business_order, store, company):
    store.control.create_order(
        company="Nordwind Handels GmbH",
        address=ADDRESS,
        more={"s_firstname": "Mia", "s_lastname": "Holm"},
    )
    run_import(company)
    addresses = {one.kind: one.company for one in Order.objects.get().addresses.all()}
    assert addresses == {"billing": "Nordwind Handels GmbH", "shipping": ""}


def test_the_vat_number_is_read_from_the_companys_field(a_business_order, staff):
    order = a_business_order("DE136695976")
    assert order.customer_vat_number == "DE136695976"
    assert order.warnings == []
    assert "VAT number DE136695976" in staff.get(f"/orders/{order.pk}/").content.decode()


def test_a_number_without_the_form_of_one_comes_in_with_a_warning(a_business_order):
    order = a_business_order("DE123456789")
    assert order.customer_vat_number == "DE123456789"
    assert order.warnings == ["“DE123456789” has not the form of a VAT number."]


def test_without_a_field_nothing_is_read(company, store):
    store.control.create_order(fields={"36": "DE136695976"}, address=ADDRESS)
    run_import(company)
    assert Order.objects.get().customer_vat_number == ""


def test_an_order_that_was_here_before_gets_its_number_once(company):
    receive(company, [a_store_order()])
    told: StoreOrder = a_store_order(vat_number="DE136695976")
    assert len(receive(company, [told]).updated) == 1
    assert len(receive(company, [told]).unchanged) == 1
    assert Order.objects.get().customer_vat_number == "DE136695976"
    assert OrderEvent.objects.filter(kind="store_changed").count() == 1
