"""GET /orders: filters, sorting and paging with all their odd corners."""

import re
import time
from collections.abc import Callable
from typing import Any

from sandbox import php
from sandbox.documents import list_row, order_document
from sandbox.state import Settings, StoreState

Row = dict[str, Any]
Query = dict[str, Any]

_DAY = 86_400
_SORTS: dict[str, Callable[[Row], Any]] = {
    "order_id": lambda order: order["order_id"],
    "status": lambda order: order["status"],
    "customer": lambda order: (order["lastname"], order["firstname"]),
    "email": lambda order: order["email"],
    "date": lambda order: (order["timestamp"], order["order_id"]),
    "total": lambda order: float(order["total"]),
}


def list_orders(state: StoreState, query: Query, scope: int) -> Row:
    """The answer to GET /orders for an administrator bound to company `scope` (0: all)."""
    found = [order for order in state.orders.values() if _matches(state, order, query, scope)]
    sort_by = query.get("sort_by") if query.get("sort_by") in _SORTS else "date"
    sort_order = "asc" if query.get("sort_order") in ("asc", "ascdesc") else "desc"
    found.sort(key=_SORTS[str(sort_by)], reverse=sort_order == "desc")
    page, per_page = paging(query, state.settings)
    shown = cut(found, page, per_page, state.settings)
    whole = query.get("get_orders_data") and state.settings.profile.has_get_orders_data
    make_row = order_document if whole else list_row
    params: Row = query | {
        "page": page,
        "items_per_page": per_page,
        "sort_by": sort_by,
        "sort_order": sort_order,
        "include_incompleted": bool(query.get("include_incompleted")),
        "sort_order_rev": "asc" if sort_order == "desc" else "desc",
    }
    if state.settings.profile.name != "4.10":
        params["extra"] = ["issuers", "invoice_docs", "memo_docs"]
    if per_page:
        params["total_items"] = str(len(found))
    return {"orders": [make_row(state, order) for order in shown], "params": params}


def paging(query: Query, settings: Settings) -> tuple[int, int]:
    """Page number and page size as the store understands them; a size of 0 means everything."""
    default = settings.elements_per_page
    page = max(1, php.integer(query.get("page", 1)))
    per_page = php.integer(query["items_per_page"]) if "items_per_page" in query else default
    per_page = per_page if per_page >= 0 else default
    if settings.page_cap and not settings.page_cap_is_hidden:
        per_page = min(per_page or settings.page_cap, settings.page_cap)
    return page, per_page


def cut(found: list[Row], page: int, per_page: int, settings: Settings) -> list[Row]:
    """The rows of one page; a hidden cap takes off what is beyond it."""
    shown = found if per_page == 0 else found[(page - 1) * per_page : page * per_page]
    return shown[: settings.page_cap] if settings.page_cap else shown


def _matches(state: StoreState, order: Row, query: Query, scope: int) -> bool:
    if order["is_parent_order"] == "Y" or (scope and order["company_id"] != scope):
        return False
    checks = (_status, _changed, _created, _ids, _scoping, _contains, _amounts)
    return all(check(state, order, query) for check in checks)


def _values(query: Query, name: str, *, split: bool = False) -> list[str]:
    value = query.get(name)
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value).split(",") if split else [str(value)]


def _status(_: StoreState, order: Row, query: Query) -> bool:
    wanted = [value.upper() for value in _values(query, "status")]
    if wanted:
        return order["status"] in wanted
    return order["status"] not in ("N", "T") or bool(query.get("include_incompleted"))


def _changed(state: StoreState, order: Row, query: Query) -> bool:
    if not state.settings.profile.filters_updated_at:
        return True
    since, until = query.get("updated_at_from"), query.get("updated_at_to")
    if since not in (None, "") and order["updated_at"] < php.integer(since):
        return False
    return until in (None, "") or order["updated_at"] <= php.integer(until)


def _created(state: StoreState, order: Row, query: Query) -> bool:
    period = query.get("period", "")
    if period in ("", "A"):
        return True
    now = state.now()
    lengths = {"D": 1, "HH": 1, "W": 7, "HW": 7, "M": 30, "HM": 30, "Y": 365}
    if period in lengths:
        return bool(order["timestamp"] >= now - lengths[period] * _DAY)
    since = _moment(query.get("time_from"), 0, now)
    until = _moment(query.get("time_to"), now, now)
    return bool(since <= order["timestamp"] <= until)


def _moment(value: Any, default: int, now: int) -> int:
    """Unix seconds as they are; m/d/Y as a date; anything else, ISO dates too, means *now*."""
    text = str(value or "")
    if not text:
        return default
    if text.isdigit():
        return int(text)
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text):
        return int(time.mktime(time.strptime(text, "%m/%d/%Y")))
    return now


def _ids(_: StoreState, order: Row, query: Query) -> bool:
    wanted = _values(query, "order_id", split=True)
    parents = _values(query, "parent_order_id")
    if parents and str(order["parent_order_id"]) not in parents:
        return False
    return not wanted or str(order["order_id"]) in [value.strip() for value in wanted]


def _scoping(_: StoreState, order: Row, query: Query) -> bool:
    companies = _values(query, "company_id") + _values(query, "company_ids")
    storefronts = _values(query, "storefront_id")
    users = _values(query, "user_id")
    return (
        (not companies or str(order["company_id"]) in companies)
        and (not storefronts or str(order["storefront_id"]) in storefronts)
        and (not users or str(order["user_id"]) in users)
    )


def _contains(_: StoreState, order: Row, query: Query) -> bool:
    name = f"{order['firstname']} {order['lastname']}"
    texts = {"email": order["email"], "phone": order["phone"], "company": order["company"]}
    texts["cname"] = name
    return all(
        str(query[key]).lower() in text.lower() for key, text in texts.items() if query.get(key)
    )


def _amounts(_: StoreState, order: Row, query: Query) -> bool:
    total = float(order["total"])
    least, most = query.get("total_from"), query.get("total_to")
    return (not least or total >= float(least)) and (not most or total <= float(most))
