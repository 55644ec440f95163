"""Fingerprints of what a store says about an order: equal when it says nothing new. Pure.

A fingerprint is made of the values of the fields that are named here, and begins with the version
of this list. A field that is added later stands in `_LATER`: it counts only where it is filled, so
that it changes the fingerprint of those orders alone that have it. See
docs/decisions/0070-fingerprints-of-named-fields.md.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter

from stores.port import StoreOrder

# Raise it when a field changes its meaning: every order is then written once more.
VERSION = 2
_LENGTH = 64

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)

_ORDER = (
    *("store_order_id", "placed_at", "currency", "payment_method", "payment_reference"),
    *("customer_note", "staff_note", "language", "store_company_id", "parent_order_id"),
    *("invoice_number", "shipment_ids", "warnings"),
)
_order = attrgetter(*_ORDER)
_status = attrgetter("code", "name", "reading.value", "is_known")
_customer = attrgetter(
    *("store_customer_id", "first_name", "last_name", "company", "email", "phone")
)
_address = attrgetter(
    *("first_name", "last_name", "company", "address1", "address2", "city", "state"),
    *("state_name", "postal_code", "country", "country_name", "phone"),
)
_line = attrgetter(
    *("store_line_id", "store_product_id", "sku", "name", "unit_price", "unit_discount"),
    *("quantity", "shipped_quantity", "needs_shipping"),
)
_option = attrgetter("name", "value")
_group = attrgetter("group_key", "store_shipping_id", "method_name", "rate")
_tax = attrgetter("name", "rate", "is_percent", "is_included_in_prices", "amount")
_totals = attrgetter(
    *("subtotal", "discount", "shipping", "tax", "surcharge"),
    *("gift_certificates_bought", "gift_certificates_used", "total"),
)

# Fields of an order that came after the version's list, as `attrgetter` names them.
_LATER: tuple[str, ...] = ("vat_number",)


def fingerprint(order: StoreOrder) -> str:
    """A fingerprint of everything the store says about an order, 64 characters.

    Its raw document and the time of its last change are left out: a changed stamp alone changes
    nothing for us.
    """
    if not order.is_placed_at_known:  # a stand-in, another one at each reading
        order = replace(order, placed_at=_UNKNOWN)
    says = [
        _order(order),
        _status(order.status),
        _customer(order.customer),
        _address(order.billing_address) if order.billing_address else None,
        _address(order.shipping_address) if order.shipping_address else None,
        [(_line(line), [_option(one) for one in line.options]) for line in order.lines],
        [_group(group) for group in order.shipping_groups],
        [_tax(tax) for tax in order.taxes],
        _totals(order.totals),
        *_filled_later(order),
    ]
    # The text of texts, numbers, times and Decimals is the same in every release of Python.
    digest = hashlib.sha256(repr(says).encode()).hexdigest()
    return f"{VERSION}:{digest}"[:_LENGTH]


def says_more_than_before(order: StoreOrder) -> bool:
    """Whether `order` has a field that no earlier version knew."""
    return any(_filled_later(order))


def _filled_later(order: StoreOrder) -> Iterator[tuple[str, object]]:
    for name in _LATER:
        value = attrgetter(name)(order)
        if value:
            yield name, value
