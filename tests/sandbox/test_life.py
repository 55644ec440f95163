"""The sandbox store's life beyond single requests: marketplace orders, web hooks, the demo."""

import json
import queue
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from sandbox.server import SandboxStore
from tests.sandbox.conftest import call, get


def test_children_of_a_marketplace_order_are_listed_and_their_parent_is_not():
    with SandboxStore("4.13-mv", orders=30) as store:
        parent = next(
            n
            for n, o in store.state.orders.items()
            if o["is_parent_order"] == "Y"
            and any(c["parent_order_id"] == n for c in store.state.orders.values())
        )
        children = get(store, "orders", parent_order_id=parent)["orders"]
        assert {row["company_id"] for row in children} == {"1", "2"}
        assert get(store, "orders", order_id=parent)["orders"] == []
        call(store, "PUT", f"orders/{parent}", json={"status": "C"})
        children = get(store, "orders", parent_order_id=parent)["orders"]
        assert {row["status"] for row in children} == {"C"}


class HookReceiver(BaseHTTPRequestHandler):
    """Takes a web hook's body."""

    received: "queue.Queue[bytes]" = queue.Queue()

    def do_POST(self) -> None:
        self.received.put(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Silence."""


def test_a_registered_hook_is_really_posted_to(store):
    receiver = HTTPServer(("127.0.0.1", 0), HookReceiver)
    threading.Thread(target=receiver.handle_request, daemon=True).start()
    address = f"http://127.0.0.1:{receiver.server_port}/secret"
    hook = {"hook_url": address, "trigger_name": "order_paid"}
    assert call(store, "POST", "zapier_hooks", json=hook).status_code == 201
    store.control.create_order(status="O")
    store.control.set_status(1, "P")
    assert json.loads(HookReceiver.received.get(timeout=5))["order_id"] == "1"
    receiver.server_close()


def test_the_demo_store_is_the_same_for_the_same_seed():
    with SandboxStore(orders=250, seed=3) as one, SandboxStore(orders=250, seed=3) as two:
        totals = [[order["total"] for order in s.state.orders.values()] for s in (one, two)]
    assert totals[0] == totals[1]
    assert len(totals[0]) == 250
