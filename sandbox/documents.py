"""An order as the API prints it: the list row and the whole document, quirks included."""

import html
from typing import Any

from sandbox import php
from sandbox.state import StoreState

Row = dict[str, Any]

_ADDRESS_PARTS = (
    *("firstname", "lastname", "address", "address_2", "city"),
    *("county", "state", "country", "zipcode", "phone"),
)
_TEXT_COLUMNS = (
    *("is_parent_order", "total", "status", "notes", "details", "promotion_ids", "firstname"),
    *("lastname", "company", "phone", "fax", "url", "email", "tax_exempt", "lang_code"),
    *("ip_address", "validation_code", "shipping_cost"),
)
_NUMBER_COLUMNS = (
    *("order_id", "parent_order_id", "company_id", "user_id", "timestamp", "payment_id"),
    *("repaid", "localization_id", "profile_id", "storefront_id", "updated_at"),
)
COUNTRIES = {
    "US": "United States", "DE": "Germany", "FR": "France", "GB": "United Kingdom",
    "ES": "Spain", "IT": "Italy", "PL": "Poland", "GR": "Greece", "RU": "Russia", "UA": "Ukraine",
    "JP": "Japan", "CN": "China", "KR": "Korea", "IL": "Israel", "EG": "Egypt", "SE": "Sweden",
    "TH": "Thailand", "BR": "Brazil", "TR": "Türkiye", "IS": "Iceland", "CA": "Canada",
    "AU": "Australia", "IE": "Ireland", "NL": "Netherlands", "CZ": "Czech Republic",
}  # fmt: skip
STATES = {"MA": "Massachusetts", "CA": "California", "NY": "New York", "TX": "Texas"}

# Core fills every column of its users and profiles tables that the order lacks with "".
_NOISE = ("api_key", "birthday", "is_root", "referer", "janrain_identifier", "salt", "tax_number")


def list_row(state: StoreState, order: Row) -> Row:
    """One row of GET /orders. No addresses, products, payment or `updated_at`."""
    row = {
        "order_id": str(order["order_id"]),
        "issuer_id": None,
        "user_id": str(order["user_id"]),
        "is_parent_order": order["is_parent_order"],
        "parent_order_id": str(order["parent_order_id"]),
        "company_id": str(order["company_id"]),
        "company": order["company"],
        "timestamp": str(order["timestamp"]),
        "firstname": order["firstname"],
        "lastname": order["lastname"],
        "email": order["email"],
        "phone": order["phone"],
        "status": order["status"],
        "total": order["total"],
        "storefront_id": "1",
        "issuer_name": None,
        "issuer_email": None,
        "invoice_id": order["doc_ids"].get("I"),
        "credit_memo_id": order["doc_ids"].get("C"),
        "points": None,
    }
    if not state.settings.profile.list_has_storefront_id:
        del row["storefront_id"]
    return row


def order_document(state: StoreState, order: Row) -> Row:
    """GET /orders/<id>."""
    shipped = state.shipped_amounts(order["order_id"])
    document = _columns(order)
    document |= _addresses(order)
    document |= {
        "payment_method": state.payments.get(order["payment_id"], {"storefront_ids": "1"}),
        "fields": php.array(order["fields"]),
        "products": php.array(
            {line["item_id"]: _line(order, line, shipped) for line in order["products"]}
        ),
        "promotions": order["promotions"] or order["empty_promotions"],
        "taxes": php.array(order["taxes"]),
        "tax_subtotal": order["tax_subtotal"],
        "display_subtotal": order["subtotal"],
        "display_shipping_cost": order["shipping_cost"],
        "shipment_ids": _shipment_ids(state, order["order_id"]),
        "need_shipping": any(_needs_shipping(line) for line in order["products"]),
        "payment_info": order["payment_info"] or [],
        "doc_ids": php.array(order["doc_ids"]),
        "user_type": "C",
        "product_groups": [{"name": "Main store", "company_id": 1, "chosen_shippings": []}],
        "points_info": {"is_gain": "N"},
    }
    document |= _sometimes(state, order, shipped)
    if state.settings.escapes_html:
        document = _escaped(document)
    return document | {name: "" for name in _NOISE}


def _escaped(value: Any) -> Any:
    """Every text with HTML entities, once, as CS-Cart's core stores what shoppers type."""
    if isinstance(value, dict):
        return {key: _escaped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_escaped(item) for item in value]
    return html.escape(value).replace("&#x27;", "&#039;") if isinstance(value, str) else value


def _columns(order: Row) -> Row:
    columns: Row = {name: order[name] for name in _TEXT_COLUMNS}
    columns |= {name: str(order[name]) for name in _NUMBER_COLUMNS}
    columns["issuer_id"] = None
    columns["shipping_ids"] = ",".join(str(entry["shipping_id"]) for entry in order["shipping"])
    columns |= {
        name: order[name]
        for name in ("subtotal", "discount", "subtotal_discount", "payment_surcharge")
    }
    return columns


def _addresses(order: Row) -> Row:
    parts: Row = {"s_address_type": ""}
    for side in ("b", "s"):
        address = order[f"{side}_address"] or {}
        for part in _ADDRESS_PARTS:
            parts[f"{side}_{part}"] = address.get(part, "")
        if not address:  # the store's default country and state are invented
            parts[f"{side}_country"], parts[f"{side}_state"] = "US", "MA"
        country, state = parts[f"{side}_country"], parts[f"{side}_state"]
        parts[f"{side}_country_descr"] = COUNTRIES.get(country, "")
        parts[f"{side}_state_descr"] = STATES.get(state, "")
    return parts


def _needs_shipping(line: Row) -> bool:
    return not (line["is_edp"] == "Y" and line["edp_shipping"] != "Y")


def _line(order: Row, line: Row, shipped: dict[str, int]) -> Row:
    item_id, amount = line["item_id"], line["amount"]
    done = shipped.get(item_id, 0)
    extra = {
        "product_options": php.array(line["options"]),
        "unlimited_download": "N",
        "product": line["product"],
        "company_id": line["company_id"],
        "is_edp": line["is_edp"],
        "edp_shipping": line["edp_shipping"],
        "discount": line["discount"],
        "base_price": line["base_price"],
        "stored_price": "N",
    } | line["extra"]
    if line["options_value"]:
        extra["product_options_value"] = line["options_value"]
    return {
        "item_id": item_id,
        "order_id": str(order["order_id"]),
        "product_id": str(line["product_id"]),
        "product_code": line["product_code"],
        "price": line["price"],
        "amount": str(amount),
        "extra": extra,
        "product": line["current_name"],
        "product_status": None if line["deleted"] else "A",
        "deleted_product": line["deleted"],
        "discount": line["discount"],
        "company_id": str(line["company_id"]) if line["company_id"] else 0,
        "base_price": line["base_price"],
        "original_price": line["base_price"],
        "cart_id": item_id,
        "tax_value": line["tax_value"],
        "subtotal": float(line["price"]) * amount,
        "display_subtotal": float(line["price"]) * amount,
        "shipped_amount": str(done) if done else 0,
        "shipment_amount": amount - done if done else str(amount),
        "is_accessible": not line["deleted"],
        "product_url": f"https://store.example/p-{line['product_id']}/",
    }


def _shipment_ids(state: StoreState, order_id: int) -> list[str]:
    return [
        str(shipment["shipment_id"])
        for shipment in state.shipments.values()
        if shipment["order_id"] == order_id
    ]


def _sometimes(state: StoreState, order: Row, shipped: dict[str, int]) -> Row:
    document: Row = {}
    if order["shipping"] or order["phantom_groups"]:
        document["shipping"] = _shipping(state, order, shipped)
    else:
        document["need_shipment"] = True
    if order["taxes"]:
        document["shipping_tax_value"] = 0
    if order["coupons"]:
        document["coupons"] = order["coupons"]
    if order["secondary_currency"]:
        document["secondary_currency"] = order["secondary_currency"]
    if any(line["discount"] for line in order["products"]):
        document["use_discount"] = True
    more: Row = order["more"]
    return document | more


def _shipping(state: StoreState, order: Row, shipped: dict[str, int]) -> Any:
    entries: dict[Any, Row] = {}
    for position, entry in enumerate(order["shipping"]):
        method = state.shippings.get(entry["shipping_id"])
        row: Row = {
            "shipping_id": str(entry["shipping_id"]),
            "shipping": method["shipping"] if method else entry["stored_name"],
            "delivery_time": method["delivery_time"] if method else "",
            "description": "",
            "rate_calculation": "M",
            "service_params": [],
            "service_id": "0",
            "module": None,
            "service_code": None,
            "rate_info": {"rate_id": "55"},
            "group_key": entry["group_key"],
            "rate": entry["rate"],
            "group_name": "Main store",
        }
        if any(_is_left(line, shipped, entry["group_key"]) for line in order["products"]):
            row["need_shipment"] = True
        entries[position] = row
    for group in order["phantom_groups"]:
        entries[group] = {"need_shipment": True}
    return php.array(entries)


def _is_left(line: Row, shipped: dict[str, int], group_key: int) -> bool:
    is_of_group = line["group_key"] == group_key
    return bool(is_of_group and shipped.get(line["item_id"], 0) < line["amount"])
