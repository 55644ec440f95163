"""Orders whose customer's data were erased: what the store says of the person stays outside."""

from dataclasses import replace

from orders.models import LeftOutOrder, Order
from settings.models import Company
from stores.port import StoreAddress, StoreCustomer, StoreOrder


def without_person(order: StoreOrder) -> StoreOrder:
    """`order` without anything that tells who the customer is; amounts and goods stay. Pure.

    Country and state of an address stay: taxes follow from them.
    """
    nobody = StoreCustomer(
        store_customer_id=None, first_name="", last_name="", company="", email="", phone=""
    )
    return replace(
        order,
        customer=nobody,
        billing_address=_place(order.billing_address),
        shipping_address=_place(order.shipping_address),
        lines=tuple(replace(line, options=()) for line in order.lines),
        vat_number="",
        customer_note="",
        staff_note="",
        warnings=(),
        document={},
    )


def is_erased(company: Company, store_order_id: str) -> bool:
    """Whether the customer's data of this order, here or left out, were erased."""
    for orders in (Order.objects, LeftOutOrder.objects):
        erased = orders.filter(company=company, erased_at__isnull=False)
        if erased.filter(store_order_id=store_order_id).exists():
            return True
    return False


def _place(address: StoreAddress | None) -> StoreAddress | None:
    if address is None:
        return None
    nothing = {"first_name": "", "last_name": "", "company": "", "phone": ""}
    nowhere = {"address1": "", "address2": "", "city": "", "postal_code": ""}
    return replace(address, **nothing, **nowhere)
