"""One API call from path to answer: login, rights, entity, method. Knows no sockets."""

import base64
import json
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from sandbox import order_changes, reference_reads, shipments
from sandbox.documents import order_document
from sandbox.errors import ApiError
from sandbox.order_list import list_orders
from sandbox.state import StoreState

Row = dict[str, Any]

_VERSIONS = ("1.0", "2.0", "2.1", "4.0", "4.1")
_READ_RIGHTS = {
    "orders": "view_orders",
    "shipments": "view_orders",
    "statuses": "manage_order_statuses",
    "shippings": "view_shipping",
    "payments": "view_payments",
    "stores": "view_stores",
    "vendors": "view_vendors",
    "settings": "view_settings",
    "taxes": "view_taxes",
    "users": "view_users",
    "sra_currencies": "",
    "products": "",
    "version": "",
    "versions": "",
    "zapier_hooks": "manage_zapier_hooks",
}
_LISTS = {
    "statuses": reference_reads.statuses,
    "shippings": reference_reads.shippings,
    "payments": reference_reads.payments,
    "products": reference_reads.products,
    "stores": reference_reads.stores,
    "vendors": reference_reads.vendors,
    "settings": reference_reads.store_settings,
    "taxes": reference_reads.taxes,
    "users": reference_reads.users,
    "sra_currencies": reference_reads.currencies,
}


@dataclass(slots=True)
class Call:
    """An API request. `path` starts with the version (2.0/orders/97)."""

    method: str
    path: str
    query: Row
    headers: dict[str, str]
    body: bytes = b""
    doubles_shipments: bool = False
    half_writes: bool = False
    scope: int = 0
    rights: list[str] = field(default_factory=list)


def answer(state: StoreState, call: Call) -> tuple[int, Any]:
    """Status and body of the answer. Raises `ApiError` or `Breakdown`. The lock must be held."""
    version, entity, ids = _address(call)
    user = _log_in(state, call)
    call.rights, call.scope = user["rights"], user["company_id"]
    if call.method == "OPTIONS":
        return 200, ""
    if call.method not in ("GET", "POST", "PUT", "DELETE"):
        raise ApiError(405)
    entity, ids = _unwrap_scope(state, call, entity, ids)
    _check_rights(call, user, entity)
    if call.method == "GET":
        if call.headers.get("accept", "*/*").split(",")[0].split(";")[0].strip() not in (
            "*/*", "", "application/json", "application/javascript", "text/plain",
        ):  # fmt: skip
            raise ApiError(406)
        return 200, _read(state, call, version, entity, ids)
    return _write(state, call, entity, ids)


def _address(call: Call) -> tuple[str, str, list[str]]:
    if "//" in call.path:
        raise ApiError(404)
    parts = call.path.rstrip("/").split("/")
    version = "2.0"
    if parts and parts[0].replace(".", "").isdigit():
        version = parts.pop(0)
    if version in _VERSIONS and not any(parts) and "version" in call.query:
        return version, "version", []  # public clients ask /api/?version
    if version not in _VERSIONS or not parts:
        raise ApiError(404)
    return version, parts[0], parts[1:]


def _log_in(state: StoreState, call: Call) -> Row:
    sent = "" if state.settings.drops_authorization else call.headers.get("authorization", "")
    scheme, _, encoded = sent.partition(" ")
    try:
        email, _, key = base64.b64decode(encoded, validate=True).decode().partition(":")
    except ValueError as error:
        raise ApiError(401) from error
    user = state.users.get(email)
    if scheme.lower() != "basic" or user is None or user["key"] != key or not user["active"]:
        raise ApiError(401)
    if state.settings.https_only:
        raise ApiError(403, "The API is accessible over HTTPS only")
    return user


def _unwrap_scope(
    state: StoreState, call: Call, entity: str, ids: list[str]
) -> tuple[str, list[str]]:
    """/stores/<id>/orders and /vendors/<id>/orders are orders of that company."""
    if entity not in ("stores", "vendors") or len(ids) < 2:
        return entity, ids
    if _READ_RIGHTS[entity] not in call.rights or ids[0] not in ("1", "2"):
        raise ApiError(403)
    call.query["company_id"] = ids[0]
    return ids[1], ids[2:]


def _check_rights(call: Call, user: Row, entity: str) -> None:
    if entity not in _READ_RIGHTS:
        raise ApiError(404)
    needed = _READ_RIGHTS[entity]
    if entity == "orders":
        writes = {"POST": "create_order", "PUT": "edit_order", "DELETE": "delete_orders"}
        needed = writes.get(call.method, needed)
    elif entity == "shipments" and call.method != "GET":
        needed = "edit_order"
    # A vendor is judged by the rights of customers, which hold nothing of the back office.
    lacks_it = needed and (user["vendor"] or needed not in user["rights"])
    if lacks_it:
        raise ApiError(403)


def _read(state: StoreState, call: Call, version: str, entity: str, ids: list[str]) -> Any:
    if any(not one.isdigit() for one in ids):
        raise ApiError(404)
    if entity == "orders":
        return _read_orders(state, call, version, ids)
    if entity == "shipments":
        if ids:
            return shipments.read_shipment(state, int(ids[0]))
        return shipments.list_shipments(state, call.query)
    if entity == "version":
        return {"Version": version}
    if entity == "versions" and state.settings.profile.has_versions:
        return list(_VERSIONS)
    if entity == "zapier_hooks" and state.settings.profile.has_zapier:
        return {"zapier_hooks": list(state.hooks.values())}
    if entity not in _LISTS:
        raise ApiError(404)
    return _read_reference(state, call, entity, ids)


def _read_reference(state: StoreState, call: Call, entity: str, ids: list[str]) -> Any:
    if entity == "statuses" and ids:
        return reference_reads.one_status(state, ids[0])
    if ids and entity in reference_reads.ONE_BY_ONE:
        return reference_reads.one_row(state, entity, ids[0])
    return _LISTS[entity](state, call.query)


def _read_orders(state: StoreState, call: Call, version: str, ids: list[str]) -> Any:
    if not ids and version == "1.0":  # bare, and without paging unless asked for
        return list_orders(state, {"items_per_page": "0"} | call.query, call.scope)["orders"]
    if not ids:
        return list_orders(state, call.query, call.scope)
    order = state.orders.get(int(ids[0]))
    if order is None or (call.scope and order["company_id"] != call.scope):
        raise ApiError(404)
    return order_document(state, order)


def _write(state: StoreState, call: Call, entity: str, ids: list[str]) -> tuple[int, Any]:
    has_id = bool(ids)
    if has_id == (call.method == "POST") or (has_id and not ids[0].isdigit()):
        raise ApiError(405 if not has_id or call.method == "POST" else 404)
    body = {} if call.method == "DELETE" else _body(call)
    if call.method != "DELETE" and not body:
        raise ApiError(405)
    may_change_status = "change_order_status" in call.rights
    match entity, call.method:
        case "orders", "PUT":
            changed = order_changes.update_order(
                state, int(ids[0]), body, may_change_status=may_change_status
            )
            return 200, changed
        case "orders", "POST":
            return 201, order_changes.create_order(state, body)
        case "orders", "DELETE":
            order_changes.delete_order(state, int(ids[0]))
        case "shipments", "POST":
            created = shipments.create_shipment(
                state,
                body,
                may_change_status=may_change_status,
                doubled=call.doubles_shipments,
                halved=call.half_writes,
            )
            return 201, created
        case "shipments", "PUT":
            return 200, shipments.update_shipment(state, int(ids[0]), body)
        case "shipments", "DELETE":
            shipments.delete_shipment(state, int(ids[0]))
        case "zapier_hooks", "POST" if state.settings.profile.has_zapier:
            hook_id = len(state.hooks) + 1
            state.hooks[hook_id] = {"hook_id": hook_id} | body
            return 201, {"hook_id": hook_id}
        case _:
            raise ApiError(404)
    return 204, None


def _body(call: Call) -> Row:
    """The body as PHP reads it. Without a content type, JSON text becomes one odd key."""
    content_type = call.headers.get("content-type", "text/plain").split(";")[0].strip().lower()
    text = call.body.decode("utf-8", "replace")
    if content_type in ("application/json", "application/javascript"):
        try:
            parsed = json.loads(text)
        except ValueError as error:
            raise ApiError(400, "Syntax error") from error
        return parsed if isinstance(parsed, dict) else {}
    if content_type == "text/plain":
        return dict(urllib.parse.parse_qsl(text, keep_blank_values=True)) or (
            {text: ""} if text else {}
        )
    if content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        is_post = call.method == "POST" and content_type.endswith("urlencoded")
        return dict(urllib.parse.parse_qsl(text)) if is_post else {}
    raise ApiError(415)
