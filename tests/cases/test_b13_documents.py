"""B13: a phone order without e-mail and names is printed, and not e-mailed."""

from invoices.delivering.emails import why_not_email
from tests.cases.documents import a_sold_order, invoice_of, page_of, slip_text, untaxed
from tests.factories import a_customer, an_address


def test_it_prints_with_the_address_alone(company):
    nobody = {"first_name": "", "last_name": ""}
    address = an_address(**nobody, address1="1 X", city="Y", country="GB", postal_code="N1 1AA")
    order = a_sold_order(
        company,
        untaxed("20.00", subtotal="20.00"),
        customer=a_customer(**nobody, email="", phone=""),
        billing_address=address,
        shipping_address=address,
        payment_method="",
    )
    for page in (page_of(invoice_of(order)), slip_text(order)):
        assert "1 X" in page
        assert "None" not in page
    assert why_not_email(order) == "The customer has no e-mail address."
