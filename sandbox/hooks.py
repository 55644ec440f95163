"""Web hooks of the store's Zapier add-on: the raw order, unsigned, once, never tried again."""

import threading
import urllib.error
import urllib.request
from typing import Any

from sandbox import php
from sandbox.documents import order_document
from sandbox.state import StoreState

Row = dict[str, Any]


def fire(state: StoreState, trigger: str, order: Row) -> None:
    """Post `order` to everybody who registered for `trigger`, without waiting for an answer.

    In `new_order` the products are a list, in `order_paid` an object, as in the add-on itself.
    """
    addresses = [
        str(hook["hook_url"])
        for hook in state.hooks.values()
        if hook.get("trigger_name") == trigger and str(hook.get("hook_url")).startswith("http")
    ]
    if not addresses:
        return
    document = order_document(state, order)
    if trigger == "new_order" and isinstance(document["products"], dict):
        document["products"] = list(document["products"].values())
        del document["product_groups"]
    body = php.encode(document)
    for address in addresses:
        threading.Thread(target=_post, args=(address, body), daemon=True).start()


def _post(address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310
    try:
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - http, see `fire`
    except (urllib.error.URLError, OSError):
        return  # the add-on does not care either
