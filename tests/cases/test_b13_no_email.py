"""B13: a phone order without e-mail, phone and names."""

from orders.models import Order
from tests.cases.test_b15_long_status_name import store
from tests.cscart.conftest import sandbox
from tests.orders.importing.test_import_orders import run_import

__all__ = ["sandbox", "store"]

ADDRESS = {
    **{"firstname": "", "lastname": "", "address": "1 X", "city": "Y"},
    **{"state": "", "country": "GB", "zipcode": "N1 1AA"},
}


def test_it_comes_in_with_what_is_known(company, store, staff):
    store.control.create_order(
        email="", phone="", firstname="", lastname="", payment_id=0, address=ADDRESS
    )
    assert run_import(company).status == "completed"
    order = Order.objects.get()
    assert (order.customer_email, order.customer_name) == ("", "")
    shipping = order.addresses.get(kind="shipping")
    assert shipping.text_lines[:2] == ["1 X", "N1 1AA Y"]
    page = staff.get(f"/orders/{order.pk}/")
    assert page.status_code == 200
    assert "1 X" in page.content.decode()
