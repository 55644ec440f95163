"""Making orders: every field has a default, and the totals add up unless told otherwise."""

from typing import Any

from sandbox import php
from sandbox.state import StoreState

Row = dict[str, Any]


def new_line(item_id: int | str, product: str = "T-shirt", **fields: Any) -> Row:
    """A line. `price` is after the line's discount."""
    price = float(fields.get("price", 18))
    discount = fields.get("discount", 0)
    line: Row = {
        "item_id": str(item_id),
        "product_id": 12,
        "product_code": "TS-RED-M",
        "price": php.money(price),
        "amount": 1,
        "discount": discount,
        "base_price": price + float(discount),
        "product": product,
        "current_name": fields.get("product", product),
        "options": {},
        "options_value": [],
        "is_edp": "N",
        "edp_shipping": "N",
        "deleted": False,
        "group_key": 0,
        "company_id": 1,
        "tax_value": 0,
        "extra": {},
    }
    fields.pop("price", None)
    line |= fields
    line["product_code"] = php.column(line["product_code"], 64)
    return line


def new_order(state: StoreState, **fields: Any) -> Row:
    """Add an order to the store and return it. Amounts not given are worked out.

    Lists of lines go in `products`; `address` stands for both addresses unless they are given.
    """
    order_id = int(fields.pop("order_id", state.next_order_id))
    now = state.now()
    address = fields.pop("address", _ADDRESS)
    order: Row = _DEFAULTS | {
        "order_id": order_id,
        "timestamp": now,
        "updated_at": now,
        "b_address": address,
        "s_address": address,
    }
    order = {key: _copied(value) for key, value in order.items()}
    order["products"] = [new_line(2950120446 + order_id, amount=2)]
    order["shipping"] = [{"shipping_id": 1, "group_key": 0, "rate": 7.5, "stored_name": ""}]
    order |= fields
    for name, length in (("firstname", 32), ("lastname", 32), ("company", 255), ("notes", 0)):
        order[name] = php.column(order[name], length)
    _work_out(order, fields)
    state.orders[order_id] = order
    state.next_order_id = max(state.next_order_id, order_id + 1)
    state.touch()
    return order


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list) else value


def _work_out(order: Row, given: Row) -> None:
    if "subtotal" not in given:
        lines = order["products"]
        bought = order["more"].get("gift_certificates", {}).values()
        order["subtotal"] = sum(float(line["price"]) * line["amount"] for line in lines)
        order["subtotal"] += sum(float(row["amount"]) for row in bought)
    if "shipping_cost" not in given:
        order["shipping_cost"] = php.money(sum(entry["rate"] for entry in order["shipping"]))
    if "discount" not in given:
        order["discount"] = sum(line["discount"] * line["amount"] for line in order["products"])
    if "total" not in given:
        charges = order["subtotal"] + float(order["shipping_cost"]) + order["tax_subtotal"]
        used = sum(
            float(row["cost"]) for row in order["more"].get("use_gift_certificates", {}).values()
        )
        taken_off = order["subtotal_discount"] + used
        total = charges + order["payment_surcharge"] - taken_off
        order["total"] = php.money(round(total + 1e-9, 2))


_ADDRESS: Row = {
    "firstname": "Ana",
    "lastname": "Brandt",
    "address": "12 Quay Rd",
    "city": "Boston",
    "state": "MA",
    "country": "US",
    "zipcode": "02116",
    "phone": "+15550100",
}

_DEFAULTS: Row = {
    "is_parent_order": "N",
    "parent_order_id": 0,
    "company_id": 1,
    "user_id": 0,
    "status": "P",
    "notes": "",
    "details": "",
    "promotion_ids": "",
    "promotions": {},
    "empty_promotions": [],
    "firstname": "Ana",
    "lastname": "Brandt",
    "company": "",
    "phone": "+15550100",
    "fax": "",
    "url": "",
    "email": "ana@example.com",
    "payment_id": 1,
    "tax_exempt": "N",
    "lang_code": "en",
    "ip_address": "203.0.113.7",
    "repaid": 0,
    "validation_code": "",
    "localization_id": 0,
    "profile_id": 0,
    "storefront_id": 1,
    "subtotal_discount": 0,
    "payment_surcharge": 0,
    "phantom_groups": [],
    "taxes": {},
    "tax_subtotal": 0,
    "coupons": {},
    "fields": {},
    "payment_info": {},
    "secondary_currency": "",
    "doc_ids": {},
    "more": {},
}
