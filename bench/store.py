"""A store that answers without thinking: recorded documents of the sandbox store, with delays.

The sandbox store builds each document again, which costs more than reading it does; here the bytes
are ready, so that what is measured is the importer. Run: python -m bench.store --orders 10000
"""

import argparse
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from sandbox.server import SandboxStore

# Admitted under the Options that the bench sets, so that every order is written down.
STATUSES = set("PCOYEQ")
RECORDED = 400
_ID = "987654321"  # stands for the order's number in a recorded document
FIRST_ID = 1_000_000


class Recording:
    """Documents and rows of real orders, and the answers around them."""

    def __init__(self) -> None:
        with SandboxStore(orders=RECORDED) as store:
            login = (store.email, store.api_key)
            url = f"{store.base_url}/api/2.0"
            everything = {"items_per_page": 0, "sl": "en"}
            self.statuses = requests.get(
                f"{url}/statuses", params={**everything, "type": "O"}, auth=login, timeout=60
            ).content
            rows = requests.get(f"{url}/orders", params=everything, auth=login, timeout=60).json()
            full = requests.get(
                f"{url}/orders", params={**everything, "get_orders_data": 1}, auth=login, timeout=60
            ).json()
        chosen = [row["order_id"] for row in rows["orders"] if row["status"] in STATUSES]
        self.rows = _templates([r for r in rows["orders"] if r["order_id"] in chosen])
        self.documents = _templates([d for d in full["orders"] if d["order_id"] in chosen])


def _templates(documents: list[dict[str, Any]]) -> list[bytes]:
    return [
        json.dumps(document | {"order_id": _ID} | _without_shipments(document)).encode()
        for document in documents
    ]


def _without_shipments(document: dict[str, Any]) -> dict[str, Any]:
    return {"shipment_ids": []} if "shipment_ids" in document else {}


class BenchStore(ThreadingHTTPServer):
    """The server. `is_old`: it neither finds changed orders nor lists whole ones."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, orders: int, row_ms: float, detail_ms: float, *, is_old: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.recording = Recording()
        self.orders, self.is_old = orders, is_old
        self.row_seconds, self.detail_seconds = row_ms / 1000, detail_ms / 1000
        self.paths: list[str] = []
        self.lock = threading.Lock()

    def document(self, position: int, *, whole: bool) -> bytes:
        """Order number `position`, counted from 0."""
        templates = self.recording.documents if whole else self.recording.rows
        template = templates[position % len(templates)]
        return template.replace(_ID.encode(), str(FIRST_ID + position).encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave together
    server: BenchStore

    def do_GET(self) -> None:
        """Answer like CS-Cart, as far as an import asks."""
        address = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(address.query).items()}
        path = address.path.removeprefix("/api/2.0/")
        if address.path == "/__paths":
            with self.server.lock:
                taken, self.server.paths = self.server.paths, []
            self._send(json.dumps(taken).encode())
            return
        with self.server.lock:
            self.server.paths.append(self.path)
        self._send(self._answer(path, query))

    def _answer(self, path: str, query: dict[str, str]) -> bytes:
        if path == "statuses":
            return self.server.recording.statuses
        if path == "shipments":
            return b'{"shipments":[],"params":{"total_items":"0"}}'
        if path.startswith("orders/"):
            time.sleep(self.server.detail_seconds)
            return self.server.document(int(path.split("/")[1]) - FIRST_ID, whole=True)
        return self._page(query)

    def _page(self, query: dict[str, str]) -> bytes:
        is_new = not self.server.is_old
        total = 0 if "updated_at_from" in query and is_new else self.server.orders
        per_page = int(query["items_per_page"])
        first = (int(query.get("page", 1)) - 1) * per_page
        whole = "get_orders_data" in query and is_new
        positions = range(first, min(first + per_page, total))
        if whole:
            time.sleep(self.server.row_seconds * len(positions))
        orders = b",".join(self.server.document(n, whole=whole) for n in positions)
        return b'{"orders":[%s],"params":{"total_items":"%d"}}' % (orders, total)

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until killed; the first line of output is the address."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--row-ms", type=float, default=0)
    parser.add_argument("--detail-ms", type=float, default=0)
    parser.add_argument("--old", action="store_true")
    options = parser.parse_args()
    store = BenchStore(options.orders, options.row_ms, options.detail_ms, is_old=options.old)
    print(f"http://127.0.0.1:{store.server_address[1]}", flush=True)
    store.serve_forever()


if __name__ == "__main__":
    main()
