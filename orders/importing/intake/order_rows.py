"""From a `StoreOrder` to unsaved rows. Pure: nothing here touches the database."""

from dataclasses import fields
from typing import Any

from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderLine,
    OrderShippingGroup,
    OrderTax,
)
from stores.port import StoreAddress, StoreOrder, StoreShippingGroup, StoreTax


def order_facts(incoming: IncomingOrder, currency: str) -> dict[str, Any]:
    """The columns of `Order` that belong to the store, and its `currency`."""
    store_order = incoming.order
    customer, totals = store_order.customer, store_order.totals
    return {
        "facts_hash": incoming.fingerprint,
        "store_status_code": store_order.status.code,
        "store_status_name": store_order.status.name,
        "store_status_reading": store_order.status.reading.value,
        "store_company_id": store_order.store_company_id,
        "parent_order_id": store_order.parent_order_id or "",
        "placed_at": store_order.placed_at,
        "store_updated_at": store_order.updated_at,
        "currency": currency,
        "language": store_order.language,
        "store_customer_id": customer.store_customer_id or "",
        "customer_first_name": customer.first_name,
        "customer_last_name": customer.last_name,
        "customer_company": customer.company,
        "customer_vat_number": store_order.vat_number,
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
            options=[{"name": option.name, "value": option.value} for option in line.options],
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
        OrderAddress(order=order, kind=kind, **columns(address))
        for kind, address in addresses
        if address is not None
    ]


def shipping_group_rows(order: Order, store_order: StoreOrder) -> list[OrderShippingGroup]:
    """The shipping methods that the customer chose; one without a name where none was chosen."""
    groups = [
        OrderShippingGroup(order=order, **columns(group)) for group in store_order.shipping_groups
    ]
    if not groups and any(line.needs_shipping for line in store_order.lines):
        return [OrderShippingGroup(order=order)]
    return groups


def tax_rows(order: Order, store_order: StoreOrder) -> list[OrderTax]:
    """The taxes of the order."""
    return [
        OrderTax(order=order, position=position, **_tax_columns(tax))
        for position, tax in enumerate(store_order.taxes)
    ]


def _tax_columns(tax: StoreTax) -> dict[str, Any]:
    kept = columns(tax)
    parts = kept.pop("parts")
    if parts is None:
        return kept
    of_lines = {store_line_id: str(amount) for store_line_id, amount in parts.lines}
    return kept | {
        "of_lines": of_lines,
        "of_shipping": parts.shipping,
        "of_surcharge": parts.surcharge,
    }


def columns(value: StoreAddress | StoreShippingGroup | StoreTax) -> dict[str, Any]:
    """The fields of `value` by name. Unlike `dataclasses.asdict` it copies nothing deeply."""
    return {one.name: getattr(value, one.name) for one in fields(value)}
