"""Shipments: reading, creating (with its silent cutting and half writes), changing, deleting."""

from typing import Any

from sandbox import hooks, php
from sandbox.errors import ApiError, Breakdown
from sandbox.order_changes import change_status
from sandbox.order_list import cut, paging
from sandbox.state import StoreState

Row = dict[str, Any]

_CARRIER_NAMES = {"ups": "UPS", "usps": "USPS", "uspsv2": "USPS", "dhl": "DHL", "fedex": "FedEx"}
_CARRIER_NAMES |= {"fedexrest": "FedEx", "aup": "Australia Post", "can": "Canada Post"}
_PUT_KEYS = {"tracking_number", "comments", "status", "timestamp"}


def list_shipments(state: StoreState, query: Row) -> Row:
    """GET /shipments. A page past the end gives the LAST page again."""
    found = [row for row in state.shipments.values() if _matches(state, row, query)]
    is_ascending = query.get("sort_order") == "asc"
    found.sort(key=lambda row: int(row["shipment_id"]), reverse=not is_ascending)
    page, per_page = paging(query, state.settings)
    last = max(1, -(-len(found) // per_page)) if per_page else 1
    shown = cut(found, min(page, last), per_page, state.settings)
    advanced = str(query.get("advanced_info", "1")) != "0"
    first = shown[0]["order_id"] if shown else None
    params: Row = query | {"page": page, "items_per_page": per_page, "advanced_info": advanced}
    params |= {"sort_order": "asc" if is_ascending else "desc", "sort_by": "id"}
    params |= {"sort_order_rev": "desc" if is_ascending else "asc"}
    if per_page:
        params["total_items"] = str(len(found))
    # `one_full` and `group_key` come from the first row's order, wrongly for all others.
    rows = [shipment_row(state, row, advanced=advanced, judged_by=first) for row in shown]
    return {"shipments": rows, "params": params}


def read_shipment(state: StoreState, shipment_id: int) -> Row:
    """GET /shipments/<id>: one row without a wrapper."""
    shipment = state.shipments.get(shipment_id)
    if shipment is None:
        raise ApiError(404)
    return shipment_row(state, shipment, judged_by=shipment["order_id"])


def shipment_row(
    state: StoreState, shipment: Row, *, advanced: bool = True, judged_by: int | None = None
) -> Row:
    """One shipment as the API prints it."""
    order = state.orders.get(shipment["order_id"]) if shipment["products"] else None
    method = state.shippings.get(shipment["shipping_id"])
    row: Row = {
        "shipment_id": str(shipment["shipment_id"]),
        "shipment_timestamp": str(shipment["timestamp"]),
        "comments": shipment["comments"],
        "status": shipment["status"],
        "order_id": str(order["order_id"]) if order else None,
        "order_timestamp": str(order["timestamp"]) if order else None,
        "s_firstname": order["firstname"] if order else None,
        "s_lastname": order["lastname"] if order else None,
        "firstname": order["firstname"] if order else None,
        "lastname": order["lastname"] if order else None,
        "company": order["company"] if order else None,
        "user_id": str(order["user_id"]) if order else None,
        "shipping_id": str(shipment["shipping_id"]),
        "shipping": method["shipping"] if method else None,
    }
    if not advanced:
        return row
    row |= {"tracking_number": shipment["tracking_number"], "carrier": shipment["carrier"]}
    if shipment["products"]:
        row["products"] = {key: str(amount) for key, amount in shipment["products"].items()}
    row["group_key"] = 0
    if shipment["carrier"]:
        row["carrier_info"] = _carrier_info(state, shipment)
    row["one_full"] = _covers_its_group(state, shipment, judged_by)
    return row


def create_shipment(
    state: StoreState,
    body: Row,
    *,
    may_change_status: bool,
    doubled: bool = False,
    halved: bool = False,
) -> Row:
    """POST /shipments. Not idempotent: the same call makes another one while quantity is left.

    `doubled`: another add-on tells of the same parcel beside us. `halved`: PHP ends after the
    shipment's row was inserted and before its lines were.
    """
    _check_required(state, body)
    order_id = php.integer(body["order_id"])
    order = state.orders.get(order_id)
    wanted = body.get("products") or {}
    if order is None and not wanted:
        raise ApiError(400)
    known = {line["item_id"]: line for line in order["products"]} if order else {}
    if wanted and (order is None or set(map(str, wanted)) - set(known)):
        _insert(state, body, order_id, {})  # the line insert then fails on NULL: an orphan stays
        raise Breakdown
    if order is None:
        raise ApiError(400)
    if wanted and not any(php.integer(amount) for amount in wanted.values()):
        raise ApiError(400, "No products have been selected for shipping.")
    amounts = _cut_to_what_is_left(state, order, wanted)
    if not amounts:
        raise ApiError(400)
    if halved:
        _insert(state, body, order_id, {})
        raise Breakdown
    shipment_id = _insert(state, body, order_id, amounts)
    if doubled and _are_whole_lines(order, amounts):
        double = _insert(state, body, order_id, amounts)
        state.shipments[double]["by_add_on"] = True
    _mail(state, order, body)
    hooks.fire(state, "new_shipment", order)
    if body.get("order_status") and may_change_status:
        change_status(state, order_id, str(body["order_status"]))
    return {"shipment_id": shipment_id}


def update_shipment(state: StoreState, shipment_id: int, body: Row) -> Row:
    """PUT /shipments/<id>. An unknown id answers 200 as well."""
    by_key_list = state.settings.profile.shipment_put_by_key_list
    allowed = _PUT_KEYS if by_key_list else {"tracking_number", "carrier", "comments", "timestamp"}
    if set(body) - allowed or (by_key_list and body.get("status", "P") not in ("P", "A", "S")):
        raise ApiError(400)
    shipment = state.shipments.get(shipment_id)
    if shipment is not None:
        if not by_key_list and not _covers_its_group(state, shipment, shipment["order_id"]):
            raise ApiError(400)
        shipment |= {key: php.column(value, 255) for key, value in body.items()}
        state.touch()
    return {"shipment_id": str(shipment_id)}


def delete_shipment(state: StoreState, shipment_id: int) -> None:
    """DELETE /shipments/<id>: its quantities become shippable again."""
    if state.shipments.pop(shipment_id, None) is None:
        raise ApiError(404)
    state.touch()


def _check_required(state: StoreState, body: Row) -> None:
    for name in ("order_id", "shipping_id"):
        if not body.get(name):
            raise ApiError(400, f"The {name} field is required")
    if not body.get("carrier") and not body.get("tracking_number"):
        if state.settings.profile.names_missing_tracking:
            raise ApiError(400, "The carrier or tracking_number field is required")
        raise ApiError(400)


def _cut_to_what_is_left(state: StoreState, order: Row, wanted: Row) -> dict[str, int]:
    done = state.shipped_amounts(order["order_id"])
    amounts = {}
    for line in order["products"]:
        item_id = line["item_id"]
        left = line["amount"] - done.get(item_id, 0)
        asked = php.integer(wanted.get(item_id, 0)) if wanted else line["amount"]
        if not wanted and line["group_key"] != 0:
            asked = 0
        if min(asked, left) > 0:
            amounts[item_id] = min(asked, left)
    return amounts


def _are_whole_lines(order: Row, amounts: dict[str, int]) -> bool:
    ordered = {line["item_id"]: line["amount"] for line in order["products"]}
    return all(ordered[item_id] == amount for item_id, amount in amounts.items())


def _insert(state: StoreState, body: Row, order_id: int, amounts: dict[str, int]) -> int:
    shipment_id = state.next_shipment_id
    state.next_shipment_id += 1
    state.shipments[shipment_id] = {
        "shipment_id": shipment_id,
        "order_id": order_id,
        "shipping_id": php.integer(body["shipping_id"]),
        "tracking_number": php.column(body.get("tracking_number", ""), 255),
        "carrier": php.column(body.get("carrier", ""), 255),
        "comments": php.column(body.get("comments", "")),
        "timestamp": _timestamp(state, body),
        "status": str(body.get("status", "P"))[:1],
        "products": dict(amounts),
    }
    state.touch()
    return shipment_id


def _timestamp(state: StoreState, body: Row) -> int:
    """Now, unless a time is sent: that is stored as it is, also 0 and the far future."""
    sent = body.get("timestamp")
    return state.now() if sent in (None, "") else php.integer(sent)


def _mail(state: StoreState, order: Row, body: Row) -> None:
    obeys = state.settings.profile.shipment_obeys_notify_user
    if state.settings.mail_on_shipment and (body.get("notify_user") or not obeys):
        state.send_mail("shipment", order)


def _carrier_info(state: StoreState, shipment: Row) -> Row:
    carrier = shipment["carrier"]
    if carrier not in state.settings.profile.carriers:
        return {"name": f"_carrier_{carrier}"}
    link = f"https://track.example/{carrier}?number={shipment['tracking_number']}"
    return {"name": _CARRIER_NAMES.get(carrier, carrier), "tracking_url": link}


def _covers_its_group(state: StoreState, shipment: Row, judged_by: int | None) -> bool:
    order = state.orders.get(judged_by) if judged_by is not None else None
    if order is None:
        return False
    group = {line["item_id"]: line["amount"] for line in order["products"] if not line["group_key"]}
    return bool(group) and shipment["products"] == group


def _matches(state: StoreState, row: Row, query: Row) -> bool:
    wanted = query.get("order_id")
    # An orphan has no lines, and with them no order: the filter cannot see it.
    if wanted and (not row["products"] or str(row["order_id"]) != str(wanted)):
        return False
    if query.get("shipment_id") and str(row["shipment_id"]) != str(query["shipment_id"]):
        return False
    if query.get("status") and row["status"] != query["status"]:
        return False
    if query.get("shipment_period") == "C":
        since = php.integer(query.get("shipment_time_from", 0))
        until = php.integer(query.get("shipment_time_to", 0)) or state.now()
        return bool(since <= int(row["timestamp"]) <= until)
    return True
