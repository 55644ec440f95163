"""The taxes of an order, and which of its lines each was charged on.

CS-Cart says so in `applies`, in one of two shapes. By default the tax is reckoned of the subtotal:
`{"P": 6.88, "S": 0.75, "PS": 0, "items": {"P": {item_id: true}}}` names the lines and one amount
for all of them. By unit prices: `{"P_<item_id>": 4.2, "S_<group>_<shipping_id>": 0.75}`.
"""

from collections.abc import Sequence
from decimal import Decimal

from core.money import CENT, split, to_cents
from cscart_connector.cscart.wire import Row, amount, decimal, is_yes, mapping, text, words
from stores.port import StoreTax, StoreTaxParts

_NOTHING = Decimal("0.00")


def tax_of(row: Row, products: Sequence[Row]) -> StoreTax:
    """One entry of `taxes`; `products` are the order's lines as they came. Raises `Unreadable`."""
    whole = amount(row, "tax_subtotal")
    return StoreTax(
        name=words(row, "description"),
        rate=decimal(row, "rate_value"),
        is_percent=text(row, "rate_type") != "F",
        is_included_in_prices=is_yes(row, "price_includes_tax"),
        amount=whole,
        parts=_parts(mapping(row, "applies"), products, whole),
    )


def _parts(applies: Row, products: Sequence[Row], whole: Decimal) -> StoreTaxParts | None:
    """What `applies` tells of lines, shipping and surcharge; None where it does not add up."""
    told = _of_subtotal(applies, products) or _of_unit_prices(applies, products, whole)
    if told is None or abs(told.total - whole) > CENT * (len(products) + 2):
        return None
    return told


def _of_subtotal(applies: Row, products: Sequence[Row]) -> StoreTaxParts | None:
    named = mapping(mapping(applies, "items"), "P")
    taxed = [product for product in products if text(product, "item_id") in named]
    on_products = amount(applies, "P")
    if ("P" not in applies and "S" not in applies) or (on_products and not taxed):
        return None
    weights = [decimal(product, "price") * decimal(product, "amount") for product in taxed]
    return StoreTaxParts(
        lines=tuple(
            (text(product, "item_id"), part)
            for product, part in zip(taxed, split(on_products, weights), strict=True)
        ),
        shipping=amount(applies, "S"),
        surcharge=amount(applies, "PS"),
    )


def _of_unit_prices(applies: Row, products: Sequence[Row], whole: Decimal) -> StoreTaxParts | None:
    ids = [text(product, "item_id") for product in products]
    by_line = {key: decimal(applies, f"P_{key}") for key in ids if f"P_{key}" in applies}
    shipping = _sum_of(applies, "S_")
    surcharge = _sum_of(applies, "PS")
    if not any(by_line.values()) and not shipping:
        return None
    on_lines = whole - shipping - surcharge
    pieces = {key: decimal(one, "amount") for key, one in zip(ids, products, strict=True)}
    # Some releases tell the tax of the line, others that of one piece.
    if abs(sum(by_line.values()) - on_lines) > CENT * (len(products) + 1):
        by_line = {key: one * pieces[key] for key, one in by_line.items()}
    return StoreTaxParts(
        lines=tuple((key, to_cents(one)) for key, one in by_line.items()),
        shipping=shipping,
        surcharge=surcharge,
    )


def _sum_of(applies: Row, beginning: str) -> Decimal:
    keys = [key for key in applies if key.startswith(beginning)]
    return sum((amount(applies, key) for key in keys), _NOTHING)
