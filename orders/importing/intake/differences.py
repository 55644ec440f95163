"""What the store changed on a known order, as sentences for its timeline. Pure."""

from collections.abc import Sequence
from typing import Any

from orders.importing.intake.merge_lines import told_quantity
from orders.models import Order, OrderLine
from stores.port import StoreLine, StoreOrder

# Columns whose change staff want to read about, and the words for them. Texts that may be long
# are named without their content.
_SHOWN = {
    "store_status_name": "Website status",
    "grand_total": "Grand total",
    "shipping_total": "Shipping",
    "tax_total": "Tax",
    "discount": "Discount",
    "customer_email": "E-mail",
    "customer_phone": "Phone",
    "payment_method": "Payment method",
    "invoice_number": "Website invoice",
}
# In place of an order's fingerprint: the store's facts have moved since, and we moved them.
TOLD_BY_US = ""

_NAMED_ONLY = {"customer_note": "The customer's note", "staff_note": "The website's staff note"}


def differences(
    order: Order, known_lines: Sequence[OrderLine], store_order: StoreOrder, new: dict[str, Any]
) -> list[str]:
    """One sentence for each thing that `store_order` says otherwise than `order` and its lines.

    `new` are the order's new columns. Gives one general sentence when only something less prominent
    changed (an address, a tax), and none when nothing did. What the store says only because we told
    it is no news.
    """
    sentences = [
        f"{label} changed from {_quoted(getattr(order, column))} to {_quoted(new[column])}."
        for column, label in _SHOWN.items()
        if getattr(order, column) != new[column]
    ]
    sentences += [
        f"{label} changed."
        for column, label in _NAMED_ONLY.items()
        if getattr(order, column) != new[column]
    ]
    sentences += _line_differences(known_lines, store_order.lines)
    if not sentences and order.facts_hash not in (new["facts_hash"], TOLD_BY_US):
        return ["Details of the order changed in the store."]
    return sentences


def _line_differences(known: Sequence[OrderLine], new: Sequence[StoreLine]) -> list[str]:
    before = {line.store_line_id: line for line in known}
    after = {line.store_line_id: line for line in new}
    sentences = [
        f"Item added: {line.quantity} × {line.name}."
        for key, line in after.items()
        if key not in before
    ]
    sentences += [
        f"Item removed: {told_quantity(line)} × {line.name}."
        for key, line in before.items()
        if key not in after and told_quantity(line)
    ]
    for key in before.keys() & after.keys():
        sentences += _changes_of_line(before[key], after[key])
    return sentences


def _changes_of_line(before: OrderLine, after: StoreLine) -> list[str]:
    numbers: list[tuple[str, object, object]] = [
        ("quantity", told_quantity(before), after.quantity),
        ("price", before.unit_price, after.unit_price),
    ]
    if after.shipped_quantity > before.shipped_quantity:
        old = before.store_shipped_quantity
        numbers.append(("quantity shipped by the store", old, after.shipped_quantity))
    return [
        f"{after.name}: {label} changed from {old} to {new}."
        for label, old, new in numbers
        if old != new
    ]


def _quoted(value: object) -> str:
    return f"“{value}”" if value != "" else "nothing"
