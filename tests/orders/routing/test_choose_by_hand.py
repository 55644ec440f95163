"""Whether the service of an order may still be chosen."""

import pytest

from core.refusals import Refused
from orders.models import OrderStatus, ShippingStatus
from orders.routing.choose_by_hand import choose_by_hand, why_not_choose_service
from tests.factories import a_user, an_order


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"order_status": OrderStatus.CANCELLED}, "The order is Cancelled and Unshipped"),
        ({"shipping_status": ShippingStatus.FULLY_SHIPPED}, "In Process and Fully Shipped"),
        ({"needs_shipping": False}, "its shipping method stays as it is"),
    ],
)
def test_page_and_action_say_the_same(company, columns, words):
    order = an_order(company)
    for name, value in columns.items():
        setattr(order, name, value)
    order.save()
    reason = why_not_choose_service(order)
    assert words in reason
    with pytest.raises(Refused, match="stays as it is") as refused:
        choose_by_hand(order, {}, by=a_user(company))
    assert str(refused.value) == reason


def test_an_open_order_may_be_sent_by_another(company):
    assert why_not_choose_service(an_order(company)) == ""
