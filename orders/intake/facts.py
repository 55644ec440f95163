"""From a `StoreOrder` to unsaved rows. Pure: nothing here touches the database."""

import hashlib
from dataclasses import asdict
from typing import Any

from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderLine,
    OrderShippingGroup,
    OrderTax,
)
from stores.port import StoreAddress, StoreOrder


def facts_hash(store_order: StoreOrder) -> str:
    """A fingerprint of everything the store says about the order, except its raw document.

    The time of the last change is left out: a changed stamp alone changes nothing for us.
    """
    fields = asdict(store_order)
    del fields["document"], fields["updated_at"]
    return hashlib.sha256(repr(fields).encode()).hexdigest()


def order_facts(store_order: StoreOrder, company_currency: str) -> dict[str, Any]:
    """The columns of `Order` that belong to the store."""
    customer, totals = store_order.customer, store_order.totals
    return {
        "facts_hash": facts_hash(store_order),
        "store_status_code": store_order.status.code,
        "store_status_name": store_order.status.name,
        "store_status_reading": store_order.status.reading.value,
        "store_company_id": store_order.store_company_id,
        "parent_order_id": store_order.parent_order_id or "",
        "placed_at": store_order.placed_at,
        "store_updated_at": store_order.updated_at,
        "currency": store_order.currency or company_currency,
        "language": store_order.language,
        "store_customer_id": customer.store_customer_id or "",
        "customer_first_name": customer.first_name,
        "customer_last_name": customer.last_name,
        "customer_company": customer.company,
        "customer_email": customer.email,
        "customer_phone": customer.phone,
        "payment_method": store_order.payment_method,
        "payment_reference": store_order.payment_reference,
        "invoice_number": store_order.invoice_number,
        "customer_note": store_order.customer_note,
        "staff_note": store_order.staff_note,
        "subtotal": totals.subtotal,
        "discount": totals.discount,
        "shipping_total": totals.shipping,
        "tax_total": totals.tax,
        "surcharge": totals.surcharge,
        "gift_certificates_bought": totals.gift_certificates_bought,
        "gift_certificates_used": totals.gift_certificates_used,
        "grand_total": totals.total,
        "warnings": list(store_order.warnings),
    }


def line_rows(order: Order, store_order: StoreOrder) -> list[OrderLine]:
    """The order's lines, in the store's order."""
    return [
        OrderLine(
            order=order,
            position=position,
            store_line_id=line.store_line_id,
            store_product_id=line.store_product_id,
            sku=line.sku,
            name=line.name,
            options=[asdict(option) for option in line.options],
            unit_price=line.unit_price,
            unit_discount=line.unit_discount,
            quantity=line.quantity,
            store_shipped_quantity=line.shipped_quantity,
            needs_shipping=line.needs_shipping,
        )
        for position, line in enumerate(store_order.lines)
    ]


def address_rows(order: Order, store_order: StoreOrder) -> list[OrderAddress]:
    """The addresses that the order has."""
    addresses: list[tuple[AddressKind, StoreAddress | None]] = [
        (AddressKind.BILLING, store_order.billing_address),
        (AddressKind.SHIPPING, store_order.shipping_address),
    ]
    return [
        OrderAddress(order=order, kind=kind, **asdict(address))
        for kind, address in addresses
        if address is not None
    ]


def shipping_group_rows(order: Order, store_order: StoreOrder) -> list[OrderShippingGroup]:
    """The shipping methods that the customer chose."""
    return [
        OrderShippingGroup(order=order, **asdict(group)) for group in store_order.shipping_groups
    ]


def tax_rows(order: Order, store_order: StoreOrder) -> list[OrderTax]:
    """The taxes of the order."""
    return [
        OrderTax(order=order, position=position, **asdict(tax))
        for position, tax in enumerate(store_order.taxes)
    ]
