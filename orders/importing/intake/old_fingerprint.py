"""The fingerprint that orders were given until version 2: accepted, so that none is rewritten.

It was made of the text of the dataclasses; that text is made here from the fields that they had
then. It may go when every installation has read its orders once since, see
docs/decisions/0070-fingerprints-of-named-fields.md. Pure.
"""

import hashlib
from dataclasses import replace
from typing import Any

from stores.port import StoreOrder

_FIELDS = {
    "StoreStatus": "code name reading is_known",
    "StoreCustomer": "store_customer_id first_name last_name company email phone",
    "StoreAddress": "first_name last_name company address1 address2 city state state_name "
    "postal_code country country_name phone",
    "StoreLineOption": "name value",
    "StoreLine": "store_line_id store_product_id sku name options unit_price unit_discount "
    "quantity shipped_quantity needs_shipping",
    "StoreShippingGroup": "group_key store_shipping_id method_name rate",
    "StoreTax": "name rate is_percent is_included_in_prices amount",
    "StoreTotals": "subtotal discount shipping tax surcharge gift_certificates_bought "
    "gift_certificates_used total",
    "StoreOrder": "store_order_id status placed_at updated_at currency customer billing_address "
    "shipping_address lines shipping_groups taxes totals payment_method payment_reference "
    "customer_note staff_note language store_company_id parent_order_id invoice_number "
    "shipment_ids warnings",
}


def old_fingerprint(order: StoreOrder) -> str:
    """What was kept for `order` before version 2: 64 hexadecimal digits."""
    text = _as_text(replace(order, updated_at=None))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def is_old(fingerprint: str) -> bool:
    """Whether a kept fingerprint has the form of before; '' has none."""
    return bool(fingerprint) and ":" not in fingerprint


def _as_text(value: Any) -> str:
    name = type(value).__name__
    if name in _FIELDS:
        fields = [f"{one}={_as_text(getattr(value, one))}" for one in _FIELDS[name].split()]
        return f"{name}({', '.join(fields)})"
    if isinstance(value, tuple):
        inner = ", ".join(map(_as_text, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)
