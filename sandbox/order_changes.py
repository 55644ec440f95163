"""Changing orders: the status-only call, the full rewrite that everything else is, deletion."""

from typing import Any

from sandbox import hooks, php
from sandbox.errors import ApiError
from sandbox.order_building import new_line, new_order
from sandbox.state import StoreState

Row = dict[str, Any]
_BUYER = ("email", "firstname", "lastname", "phone", "company", "notes")
STATUS_ONLY = {"status", "notify_user", "notify_department", "notify_vendor"}


def update_order(state: StoreState, order_id: int, body: Row, *, may_change_status: bool) -> Row:
    """PUT /orders/<id>. Only the four keys of the status call keep it from being a rewrite."""
    is_status_call = set(body) <= STATUS_ONLY and body.get("status") is not None
    if is_status_call and may_change_status:
        change_status(state, order_id, str(body["status"]), notify=bool(body.get("notify_user")))
        return {"order_id": str(order_id)}
    if order_id not in state.orders:
        raise ApiError(404)
    _rewrite(state, state.orders[order_id], body, may_change_status=may_change_status)
    return {"order_id": str(order_id)}


def change_status(state: StoreState, order_id: int, letter: str, *, notify: bool = True) -> None:
    """Give an order another status, as the back office would. An unknown letter is stored."""
    order = state.orders.get(order_id)
    letter = letter[:1]
    if order is None or not letter or order["status"] == letter:
        return
    if order["is_parent_order"] == "Y":
        for child in state.orders.values():
            if child["parent_order_id"] == order_id:
                change_status(state, child["order_id"], letter, notify=notify)
        return
    if _stock_is_short(state, order, letter):
        letter = "B"
    _move_stock(state, order, letter)
    is_paid_now = _is_paid(state, letter) and not _is_paid(state, order["status"])
    order["status"] = letter
    order["updated_at"] = state.now()
    _number_documents(state, order, letter)
    if notify and letter in state.statuses and state.settings.mail_on_status:
        state.send_mail(f"status {letter}", order)
    if is_paid_now:
        hooks.fire(state, "order_paid", order)
    state.touch()


def delete_order(state: StoreState, order_id: int) -> None:
    """DELETE /orders/<id>: the shipments go with it."""
    if state.orders.pop(order_id, None) is None:
        raise ApiError(404)
    for shipment_id in [
        shipment_id
        for shipment_id, shipment in state.shipments.items()
        if shipment["order_id"] == order_id
    ]:
        del state.shipments[shipment_id]
    state.touch()


def create_order(state: StoreState, body: Row) -> Row:
    """POST /orders: products by id and amount, a shipping and a payment method, and who buys.

    Public clients send `user_id`, or the address beside the rest or in `user_data`.
    """
    if not body.get("products"):
        raise ApiError(400, "The products field is required")
    buyer = {**(body.get("user_data") or {}), **body}
    if not buyer.get("email") and not php.integer(body.get("user_id", 0)):
        raise ApiError(400, "The user_id or user_data field is required")
    lines = []
    for number, (key, wanted) in enumerate(_wanted_products(body["products"])):
        product = state.products.get(php.integer(wanted.get("product_id", key)), {})
        lines.append(
            new_line(
                3_000_000_000 + state.next_order_id * 10 + number,
                product.get("product", "Product"),
                product_id=php.integer(wanted.get("product_id", key)),
                price=product.get("price", 10),
                amount=php.integer(wanted.get("amount", 1)),
            )
        )
    fields: Row = {name: str(buyer[name]) for name in _BUYER if buyer.get(name)}
    for name in ("user_id", "payment_id"):
        if body.get(name):
            fields[name] = php.integer(body[name])
    methods = body.get("shipping_id")
    if methods:
        chosen = methods if isinstance(methods, list) else [methods]
        fields["shipping"] = [
            {"shipping_id": php.integer(one), "group_key": group, "rate": 7.5, "stored_name": ""}
            for group, one in enumerate(chosen)
        ]
    order = new_order(state, products=lines, status="O", **fields)
    hooks.fire(state, "new_order", order)
    return {"order_id": order["order_id"]}


def _wanted_products(products: Any) -> list[tuple[Any, Row]]:
    """Pairs of key and wish, from a map or a list, as clients send either."""
    pairs = products.items() if isinstance(products, dict) else enumerate(products)
    return [(key, wanted) for key, wanted in pairs if isinstance(wanted, dict)]


def _rewrite(state: StoreState, order: Row, body: Row, *, may_change_status: bool) -> None:
    # A cart is rebuilt and everything recalculated: prices visibly change.
    for line in order["products"]:
        line["price"] = php.money(float(line["price"]) + 1)
    subtotal = sum(float(line["price"]) * line["amount"] for line in order["products"])
    order["subtotal"] = subtotal
    order["total"] = php.money(subtotal + float(order["shipping_cost"]))
    for key in ("notes", "details", "email", "firstname", "lastname"):
        if key in body:
            order[key] = php.column(body[key])
    if body.get("status") and may_change_status:
        order["status"] = str(body["status"])[:1]
    order["updated_at"] = state.now()
    state.touch()


def _is_paid(state: StoreState, letter: str) -> bool:
    params = state.statuses.get(letter, {}).get("params") or {}
    return bool(params.get("payment_received") == "Y")


def _takes_stock(state: StoreState, letter: str) -> bool:
    params = state.statuses.get(letter, {}).get("params") or {}
    return bool(params.get("inventory") == "D")


def _stock_is_short(state: StoreState, order: Row, letter: str) -> bool:
    takes_now = _takes_stock(state, letter) and not _takes_stock(state, order["status"])
    if state.settings.allow_negative_stock or not takes_now:
        return False
    return any(
        state.products.get(line["product_id"], {}).get("stock", 0) < line["amount"]
        for line in order["products"]
    )


def _move_stock(state: StoreState, order: Row, letter: str) -> None:
    before, after = _takes_stock(state, order["status"]), _takes_stock(state, letter)
    direction = int(before) - int(after)
    for line in order["products"]:
        if direction and line["product_id"] in state.products:
            state.products[line["product_id"]]["stock"] += direction * line["amount"]


def _number_documents(state: StoreState, order: Row, letter: str) -> None:
    params = state.statuses.get(letter, {}).get("params") or {}
    appearance = params.get("appearance_type")
    if appearance in ("I", "C") and appearance not in order["doc_ids"]:
        numbers = [other["doc_ids"].get(appearance, "0") for other in state.orders.values()]
        order["doc_ids"][appearance] = str(max(map(int, numbers)) + 1)
