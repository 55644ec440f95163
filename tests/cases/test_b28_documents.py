"""B28: a business customer's company is on the order, the address names a person alone."""

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from invoices.delivering.printing import slip_of
from invoices.issuing.building import invoice
from invoices.issuing.order_facts import facts_of, settings_of, with_everything
from orders.importing.intake import receive
from orders.models import Order
from tests.cases.documents import page_of
from tests.factories import a_company, a_customer, a_store_order, an_address

pytestmark = pytest.mark.django_db
COMPANY = "Nordwind Handels GmbH"


@pytest.fixture
def order() -> Order:
    company = a_company()
    customer = a_customer(first_name="Jo", last_name="Keller", company=COMPANY)
    keller = an_address(first_name="Jo", last_name="Keller")
    brother = replace(keller, first_name="Kim")
    receive(
        company,
        [
            a_store_order("97", customer=customer, billing_address=keller, shipping_address=keller),
            a_store_order(
                "98", customer=customer, billing_address=keller, shipping_address=brother
            ),
        ],
    )
    return Order.objects.get(store_order_id="97")


def document_of(order: Order):
    read = with_everything(Order.objects.filter(pk=order.pk)).get()
    return invoice(facts_of(read, settings_of(order.company)))


def test_the_company_is_on_the_invoice_below_the_person(order):
    document = document_of(order)
    for party in (document.bill_to, document.ship_to):
        assert party is not None
        assert party.lines[:2] == ("Jo Keller", COMPANY)
        assert party.name == COMPANY


def test_a_parcel_for_somebody_else_does_not_go_to_the_company(order):
    document = document_of(Order.objects.get(store_order_id="98"))
    assert document.bill_to is not None
    assert document.ship_to is not None
    assert document.bill_to.name == COMPANY
    assert COMPANY not in document.ship_to.lines


def test_the_company_is_on_the_packing_slip(order):
    (page,) = pypdf.PdfReader(BytesIO(slip_of(order))).pages
    assert COMPANY in page.extract_text()


def test_the_vat_number_is_printed_below_the_address(order):
    Order.objects.update(customer_vat_number="DE136695976")
    document = document_of(order)
    assert document.bill_to is not None
    assert document.ship_to is not None
    assert (document.bill_to.tax_number, document.ship_to.tax_number) == ("DE136695976", "")
    assert "DE136695976" in page_of(document)
