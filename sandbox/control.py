"""The control surface of tests and demos, over HTTP under /_control/ and in process.

Every verb takes a JSON object and gives one; `sandbox/README.md` lists them.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox import hooks, order_changes, shipments
from sandbox.crowd import Crowd
from sandbox.faults import FAULTS, Chaos, Fault, FaultBoard
from sandbox.order_building import new_order
from sandbox.reference_data import status_row
from sandbox.state import StoreState

Row = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


class Control:
    """What a test, or the merchant in the back office, may do to the store."""

    def __init__(self, state: StoreState, faults: FaultBoard, log: list[Row], crowd: Crowd) -> None:
        self._crowd = crowd
        self._state = state
        self._faults = faults
        self._log = log
        self._due_changes: list[tuple[str, int, Callable[[], None]]] = []

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """Answer POST or GET /_control/<verb>."""
        verb = path.removeprefix("/_control/").replace("-", "_")
        action = getattr(self, verb, None) if verb in VERBS else None
        if action is None:
            return _json(404, {"error": f"There is no verb “{verb}”.", "verbs": sorted(VERBS)})
        try:
            return _json(200, action(**(json.loads(body) if body else {})))
        except (TypeError, ValueError, KeyError) as error:
            return _json(400, {"error": str(error)})

    def create_order(self, **fields: Any) -> Row:
        """Add an order; fields as in `sandbox.order_building.new_order`."""
        is_parent = fields.get("is_parent_order") == "Y"
        if is_parent and not self._state.settings.profile.multivendor:
            raise ValueError("Only Multi-Vendor makes parent orders; take the profile 4.13-mv.")
        with self._state.lock:
            order = new_order(self._state, **fields)
            hooks.fire(self._state, "new_order", order)
            return {"order_id": order["order_id"]}

    def set_status(self, order_id: int, status: str) -> Row:
        """Change an order's status as the back office does: `updated_at` moves."""
        with self._state.lock:
            order_changes.change_status(self._state, order_id, status)
            return {"status": self._state.orders[order_id]["status"]}

    def edit_order(self, order_id: int, **fields: Any) -> Row:
        """Change any field of an order; `updated_at` moves unless it is among the fields."""
        with self._state.lock:
            self._state.orders[order_id] |= {"updated_at": self._state.now()} | fields
            self._state.touch()
        return {}

    def begin_edit(self, order_id: int) -> Row:
        """Start the blink of an edit: status N, lines gone."""
        with self._state.lock:
            order = self._state.orders[order_id]
            order["before_edit"] = [order["status"], order["products"]]
            order["status"], order["products"] = "N", []
            order["updated_at"] = self._state.now()
        return {}

    def end_edit(self, order_id: int) -> Row:
        """End the blink: status and lines are back."""
        with self._state.lock:
            order = self._state.orders[order_id]
            order["status"], order["products"] = order.pop("before_edit")
            order["updated_at"] = self._state.now()
            self._state.touch()
        return {}

    def delete_order(self, order_id: int) -> Row:
        """Delete an order; it leaves no trace."""
        with self._state.lock:
            order_changes.delete_order(self._state, order_id)
        return {}

    def add_shipment(self, **body: Any) -> Row:
        """Ship in the back office; fields as in POST /shipments."""
        with self._state.lock:
            return shipments.create_shipment(self._state, body, may_change_status=True)

    def rename_shipping(self, shipping_id: int, name: str) -> Row:
        """Rename a shipping method; old orders show the new name as well."""
        with self._state.lock:
            self._state.shippings[shipping_id]["shipping"] = name
            self._state.touch()
        return {}

    def add_status(self, letter: str, name: str, **params: Any) -> Row:
        """Add or rename an order status of the store's own."""
        with self._state.lock:
            number = 100 + ord(letter)
            self._state.statuses[letter] = status_row(number, letter, name, params)
            self._state.touch()
        return {}

    def add_user(self, email: str, key: str, **fields: Any) -> Row:
        """Add an administrator: `rights`, `active`, `vendor`, `company_id`."""
        with self._state.lock:
            self._state.add_user(email, key, **fields)
        return {}

    def settings(self, **fields: Any) -> Row:
        """Change settings of the store, see `sandbox.state.Settings`; gives those that are set."""
        for name, value in fields.items():
            if not hasattr(self._state.settings, name) or name == "profile":
                raise ValueError(f"There is no setting “{name}” to change.")
            setattr(self._state.settings, name, value)
        return fields

    def fault(self, name: str, **fields: Any) -> Row:
        """Switch a fault on: `method`, `path` (pattern), `times`, `skip`, `seconds`."""
        self._faults.add(Fault(name, **fields))
        return {}

    def chaos(self, rates: dict[str, float], **fields: Any) -> Row:
        """Let faults come by chance: `rates` by name; `method`, `path`, `seconds`, `seed`."""
        self._faults.unleash(Chaos(rates, **fields))
        return {}

    def clear_faults(self) -> Row:
        """Switch every fault off."""
        self._faults.clear()
        return {}

    def faults_met(self) -> int:
        """In process only: how many requests have met a fault so far."""
        return self._faults.met

    def faults(self) -> Row:
        """All faults there are, and what each means."""
        return dict(FAULTS)

    def mails(self) -> Row:
        """Every mail a customer was sent."""
        return {"mails": list(self._state.mails)}

    def requests(self) -> Row:
        """The latest requests, without their keys."""
        return {"requests": list(self._log)}

    def counts(self) -> Row:
        """How many orders and shipments there are, and the most requests at once so far."""
        orders = self._state.orders.values()
        listed = sum(order["status"] not in ("N", "T") for order in orders)
        return {
            "orders": len(orders),
            "listed_orders": listed,
            "shipments": len(self._state.shipments),
            "most_requests_at_once": self._crowd.most,
        }

    def tally(self) -> Row:
        """Per order that has any: shipments, doubles by other add-ons, orphans, mails by kind."""
        orders: dict[str, Row] = {}
        with self._state.lock:
            for shipment in self._state.shipments.values():
                row = orders.setdefault(str(shipment["order_id"]), _no_tally())
                if shipment.get("by_add_on"):
                    row["doubles"] += 1
                elif not shipment["products"]:
                    row["orphans"].append(shipment["tracking_number"])
                else:
                    row["shipments"].append([shipment["tracking_number"], shipment["products"]])
            for mail in self._state.mails:
                row = orders.setdefault(str(mail["order_id"]), _no_tally())
                row["mails"][mail["kind"]] = row["mails"].get(mail["kind"], 0) + 1
        return orders

    def on_request(self, path: str, number: int, change: Callable[[], None]) -> None:
        """In process only: run `change` just before the `number`-th request that fits `path`."""
        self._due_changes.append((path, number, change))

    def run_due_changes(self, method: str, path: str) -> None:
        """Run what `on_request` asked for."""
        still_due = []
        for pattern, number, change in self._due_changes:
            left = number - 1 if re.search(pattern, path) else number
            if left == 0:
                change()
            else:
                still_due.append((pattern, left, change))
        self._due_changes = still_due


VERBS = {
    "create_order", "set_status", "edit_order", "begin_edit", "end_edit", "delete_order",
    "add_shipment", "rename_shipping", "add_status", "add_user", "settings", "fault",
    "clear_faults", "chaos", "tally", "faults", "mails", "requests", "counts",
}  # fmt: skip


def _no_tally() -> Row:
    return {"shipments": [], "doubles": 0, "orphans": [], "mails": {}}


def _json(status: int, body: Row) -> Answer:
    return status, {"Content-type": "application/json"}, json.dumps(body).encode()
