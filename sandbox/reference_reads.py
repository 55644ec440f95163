"""The reads beside orders and shipments."""

from typing import Any

from sandbox import php
from sandbox.errors import ApiError
from sandbox.order_list import cut, paging
from sandbox.state import StoreState

Row = dict[str, Any]

# Entities of which a single row can be read, and the key that names it.
ONE_BY_ONE = {
    "shippings": "shipping_id",
    "payments": "payment_id",
    "products": "product_id",
    "stores": "company_id",
    "vendors": "company_id",
    "taxes": "tax_id",
}

# An administrator may ask in any language; in one that the store lacks every name is empty.
LANGUAGES = ("en", "de")


def statuses(state: StoreState, query: Row) -> Row:
    """GET /statuses: by type; N and T are never listed; `total_items` is a number here."""
    kind = str(query.get("type", "O"))
    rows = [_status_row(row) for row in state.statuses.values()] if kind == "O" else []
    rows = [_in_language(row, "description", query) for row in rows]
    if kind == "S":
        rows = [_shipment_status(*pair) for pair in (("P", "Picked up"), ("A", "Packed"))]
        rows.append(_shipment_status("S", "Shipped"))
    page, per_page = paging(query, state.settings)
    shown = cut(rows, page, per_page, state.settings)
    params = query | {"items_per_page": str(per_page), "page": page, "total_items": len(rows)}
    return {"statuses": shown, "params": params}


def one_status(state: StoreState, status_id: str) -> Row:
    """GET /statuses/<status_id>: by number, not by letter."""
    for row in state.statuses.values():
        if row["status_id"] == status_id:
            return _status_row(row)
    raise ApiError(404)


def one_row(state: StoreState, entity: str, number: str) -> Row:
    """GET /shippings/<id> and its like: the row alone, without a wrapper."""
    key = ONE_BY_ONE[entity]
    everything = {"items_per_page": "0"}
    lists = {
        "shippings": shippings,
        "payments": payments,
        "products": products,
        "stores": stores,
        "vendors": vendors,
        "taxes": taxes,
    }
    listed = lists[entity](state, everything)[entity]
    rows = listed.values() if isinstance(listed, dict) else listed
    for row in rows:
        if str(row[key]) == number:
            return dict(row)
    raise ApiError(404)


def shippings(state: StoreState, query: Row) -> Row:
    """GET /shippings."""
    rows = {
        key: {name: value for name, value in row.items() if name != "rate"}
        for key, row in state.shippings.items()
    }
    return _named_list(state, "shippings", rows, query)


def payments(state: StoreState, query: Row) -> Row:
    """GET /payments."""
    return _named_list(state, "payments", state.payments, query)


def products(state: StoreState, query: Row) -> Row:
    """GET /products: open to anybody with a key."""
    rows = {
        key: {
            "product_id": str(key),
            "product": row["product"],
            "product_code": row["product_code"],
            "price": php.money(row["price"]),
            "amount": str(row["stock"]),
            "status": "A",
        }
        for key, row in state.products.items()
    }
    return _named_list(state, "products", rows, query)


def stores(state: StoreState, query: Row) -> Row:
    """GET /stores."""
    row = {"company_id": "1", "company": "Main store", "status": "A", "storefront": "store.example"}
    return {"stores": [row], "params": query | {"page": 1, "total_items": 1}}


def vendors(state: StoreState, query: Row) -> Row:
    """GET /vendors; without marketplace `params` may be `[0]`."""
    if not state.settings.profile.multivendor:
        return {"vendors": [], "params": [0]}
    rows = [
        {"company_id": str(number), "company": name, "status": "A", "email": f"v{number}@x.example"}
        for number, name in ((1, "Main vendor"), (2, "Second vendor"))
    ]
    return {"vendors": rows, "params": query | {"page": 1, "total_items": "2"}}


def taxes(state: StoreState, query: Row) -> Row:
    """GET /taxes."""
    row = {"tax_id": "6", "address_type": "S", "status": "A", "tax": "Sales tax"}
    return {"taxes": [row], "params": query | {"page": 1, "total_items": "1"}}


def store_settings(state: StoreState, query: Row) -> Row:
    """GET /settings."""
    row = {"object_id": "1", "name": "elements_per_page"}
    row["value"] = str(state.settings.elements_per_page)
    return {"settings": [row], "params": query | {"page": 1, "total_items": 1}}


def users(state: StoreState, query: Row) -> Row:
    """GET /users: refused without `user_type`."""
    if not query.get("user_type"):
        raise ApiError(400, "The user_type field is required")
    return {"users": [], "params": query | {"page": 1, "items_per_page": 50, "total_items": "0"}}


def currencies(state: StoreState, query: Row) -> Row:
    """GET /api/4.0/sra_currencies."""
    rows = [
        {"currency_code": "USD", "is_primary": True, "symbol": "$"},
        {"currency_code": "EUR", "is_primary": False, "symbol": "€"},
    ]
    return {"currencies": rows}


def _in_language(row: Row, field: str, query: Row) -> Row:
    return row if query.get("sl", "en") in LANGUAGES else row | {field: ""}


def _status_row(row: Row) -> Row:
    return row | {"params": php.array(row["params"])}


def _shipment_status(letter: str, name: str) -> Row:
    return {"status": letter, "type": "S", "description": name, "params": []}


def _named_list(state: StoreState, name: str, rows: dict[int, Row], query: Row) -> Row:
    page, per_page = paging(query, state.settings)
    params = query | {"page": page, "items_per_page": per_page, "total_items": len(rows)}
    rows = {key: _in_language(row, name.removesuffix("s"), query) for key, row in rows.items()}
    if per_page == 0:  # an object keyed by id instead of a list
        return {name: {str(key): row for key, row in rows.items()} or [], "params": params}
    shown = cut(list(rows.values()), page, per_page, state.settings)
    return {name: shown, "params": params}
