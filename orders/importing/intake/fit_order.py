"""Making a store's order fit our columns: long texts are cut with a warning, never refused. Pure.

The limits are read from the models, so that a wider column is a wider limit here.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from django.db import models

from orders.models import Order, OrderAddress, OrderLine, OrderShippingGroup
from stores.port import (
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreOrder,
    StoreShippingGroup,
    StoreStatus,
    UnreadableOrder,
)

Part = TypeVar(
    "Part", StoreOrder, StoreStatus, StoreCustomer, StoreAddress, StoreLine, StoreShippingGroup
)

# Money has two decimals of fourteen digits in all, counts are PostgreSQL's integers.
MOST_MONEY = Decimal(10) ** 12
MOST_RATE = Decimal(10) ** 10
MOST_PIECES = 2**31


class DoesNotFit(ValueError):
    """A value that may not be cut is beyond our columns. The message is a sentence for staff."""


@dataclass(frozen=True, slots=True)
class _Limit:
    """A text of the port, the column that it is kept in, and what staff call it.

    With `is_key` it says which thing is meant, and may not be cut.
    """

    name: str
    most: int
    words: str
    is_key: bool = False


def _limit(model: type[models.Model], column: str, name: str, words: str, **more: bool) -> _Limit:
    most = model._meta.get_field(column).max_length  # type: ignore[union-attr]
    return _Limit(name, most or 2**31, words, **more)


_ORDER = (
    _limit(Order, "store_order_id", "store_order_id", "order_id", is_key=True),
    _limit(Order, "store_company_id", "store_company_id", "company_id", is_key=True),
    _limit(Order, "parent_order_id", "parent_order_id", "parent_order_id", is_key=True),
    _limit(Order, "currency", "currency", "currency", is_key=True),
    _limit(Order, "language", "language", "language"),
)
_STATUS = (_limit(Order, "store_status_code", "code", "status", is_key=True),)
_CUSTOMER = (
    _limit(Order, "store_customer_id", "store_customer_id", "user_id", is_key=True),
    _limit(Order, "customer_first_name", "first_name", "customer's first name"),
    _limit(Order, "customer_last_name", "last_name", "customer's last name"),
    _limit(Order, "customer_email", "email", "e-mail address"),
)
_LINE = (
    _limit(OrderLine, "store_line_id", "store_line_id", "item_id", is_key=True),
    _limit(OrderLine, "store_product_id", "store_product_id", "product_id", is_key=True),
    _limit(OrderLine, "sku", "sku", "SKU"),
)
_GROUP = (
    _limit(OrderShippingGroup, "group_key", "group_key", "group_key", is_key=True),
    _limit(
        OrderShippingGroup, "store_shipping_id", "store_shipping_id", "shipping_id", is_key=True
    ),
    _limit(OrderShippingGroup, "method_name", "method_name", "shipping method"),
)


def _address(words: str) -> tuple[_Limit, ...]:
    columns = {"address1": "street", "state": "state", "postal_code": "postal code"}
    return (
        *(_limit(OrderAddress, name, name, f"{words} {what}") for name, what in columns.items()),
        _limit(OrderAddress, "country", "country", f"{words} country"),
    )


_BILLING, _SHIPPING = _address("billing address's"), _address("shipping address's")


def fit_order(order: StoreOrder | UnreadableOrder) -> StoreOrder | UnreadableOrder:
    """`order` as our columns can hold it; what they cannot hold gives a sentence with its field.

    What was cut is named among the order's warnings.
    """
    if isinstance(order, UnreadableOrder):
        return order
    try:
        _check_numbers(order)
        return _fitted(order)
    except DoesNotFit as problem:
        return UnreadableOrder(
            store_order_id=order.store_order_id, sentence=str(problem), document=order.document
        )


def _fitted(order: StoreOrder) -> StoreOrder:
    cut: list[str] = []
    billing, shipping = order.billing_address, order.shipping_address
    fitted = replace(
        _cut(order, _ORDER, cut),
        status=_cut(order.status, _STATUS, cut),
        customer=_cut(order.customer, _CUSTOMER, cut),
        billing_address=_cut(billing, _BILLING, cut) if billing else None,
        shipping_address=_cut(shipping, _SHIPPING, cut) if shipping else None,
        lines=tuple(_cut(line, _LINE, cut) for line in order.lines),
        shipping_groups=tuple(_cut(group, _GROUP, cut) for group in order.shipping_groups),
    )
    return replace(fitted, warnings=(*order.warnings, *cut)) if cut else order


def _cut(part: Part, limits: Sequence[_Limit], cut: list[str]) -> Part:
    """`part` with texts that fit; a sentence for each that does not is added to `cut`."""
    shorter = {}
    for limit in limits:
        value = getattr(part, limit.name)
        if value is not None and len(value) > limit.most:
            if limit.is_key:
                raise DoesNotFit(_too_long(limit, value))
            cut.append(
                f"The {limit.words} has {len(value)} characters in the store, of which the first "
                f"{limit.most} are kept: “{value[:40]}…”."
            )
            shorter[limit.name] = value[: limit.most]
    return replace(part, **shorter) if shorter else part


def _too_long(limit: _Limit, value: str) -> str:
    return (
        f"Its “{limit.words}” has {len(value)} characters, of which {limit.most} at most are "
        f"possible: “{value[:40]}…”. Shorten it in the store."
    )


def _check_numbers(order: StoreOrder) -> None:
    for name, number, most in _numbers(order):
        if not -most < number < most:
            raise DoesNotFit(
                f"Its “{name}” is {number:.6g}: such a number cannot be kept. Correct it in the "
                "store."
            )
    items = Counter(line.store_line_id for line in order.lines)
    for item, times in items.items():
        if times > 1:
            raise DoesNotFit(f"Its “products” have item “{item}” {times} times.")


def _numbers(order: StoreOrder) -> Iterator[tuple[str, Decimal | int, Decimal | int]]:
    totals = order.totals
    yield "total", totals.total, MOST_MONEY
    yield "subtotal", totals.subtotal, MOST_MONEY
    yield "subtotal_discount", totals.discount, MOST_MONEY
    yield "shipping_cost", totals.shipping, MOST_MONEY
    yield "tax_subtotal", totals.tax, MOST_MONEY
    yield "payment_surcharge", totals.surcharge, MOST_MONEY
    yield "gift_certificates", totals.gift_certificates_bought, MOST_MONEY
    yield "use_gift_certificates", totals.gift_certificates_used, MOST_MONEY
    for line in order.lines:
        yield "price", line.unit_price, MOST_MONEY
        yield "discount", line.unit_discount, MOST_MONEY
        yield "amount", line.quantity, MOST_PIECES
        yield "shipped_amount", line.shipped_quantity, MOST_PIECES
    for group in order.shipping_groups:
        yield "rate", group.rate, MOST_MONEY
    for tax in order.taxes:
        yield "rate_value", tax.rate, MOST_RATE
        yield "tax_subtotal", tax.amount, MOST_MONEY
