"""The socket side: requests in, answers out, and every fault that needs the wire itself."""

import socket
import struct
import time
import urllib.parse
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sandbox import pages, php
from sandbox.api import Call, answer
from sandbox.control import Control
from sandbox.crowd import Crowd
from sandbox.errors import REASONS, ApiError, Breakdown
from sandbox.faults import Fault, FaultBoard
from sandbox.state import StoreState

Row = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]

_JSON = {"Content-type": "application/json"}
_HTML = {"Content-type": "text/html; charset=utf-8"}


class StoreServer(ThreadingHTTPServer):
    """An HTTP server over one store."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], state: StoreState) -> None:
        super().__init__(address, Handler)
        self.state = state
        self.faults = FaultBoard()
        self.log: list[Row] = []
        self.crowd = Crowd()
        self.control = Control(state, self.faults, self.log, self.crowd)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that hang up are everyday life here; nothing is printed."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: StoreServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_one_request(self) -> None:
        """Read one request and answer it, whatever its method."""
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline:
            self.close_connection = True
            return
        if self.parse_request():
            length = int(self.headers.get("Content-Length") or 0)
            self._serve(self.rfile.read(length) if length else b"")

    def log_message(self, format: str, *args: Any) -> None:
        """Requests go to the server's own log, which tests can read."""

    def _serve(self, body: bytes) -> None:
        path, _, text = self.path.partition("?")
        path = urllib.parse.unquote(path)
        if path.startswith("/_control/"):
            self._send(*self.server.control.answer(self.command, path, body))
            return
        self.server.crowd.enter(self)
        try:
            self._serve_api(path, text, body)
        finally:
            self.server.crowd.leave(self)

    def _serve_api(self, path: str, text: str, body: bytes) -> None:
        method, query = self._method(text), _query(text)
        fault = self.server.faults.take(method, self.path)
        self._note(method, path, query, body)
        if fault is not None and fault.name in _BEFORE:
            self._meet(fault, _BEFORE[fault.name](fault))
            return
        if fault is not None and fault.name == "reset-before":
            self._reset()
            return
        call = Call(method, "", query, _lower(self.headers), body)
        call.doubles_shipments = fault is not None and fault.name == "doubled-shipment"
        call.half_writes = fault is not None and fault.name == "500-half-write"
        if fault is not None and fault.name == "write-later":
            time.sleep(fault.seconds)
        if method in ("POST", "PUT"):
            time.sleep(self.server.state.settings.latency_write)
        self._meet(fault, self._answer(path, call))

    def _method(self, text: str) -> str:
        override = _query(text).get("_METHOD")
        if override and self.server.state.settings.profile.method_override:
            return str(override)
        return self.command

    def _note(self, method: str, path: str, query: Row, body: bytes) -> None:
        entry = {"method": method, "path": path, "query": query, "at": time.time()}
        names = ("content-type", "accept", "accept-language", "user-agent")
        headers = _lower(self.headers)
        entry["headers"] = {name: headers[name] for name in names if name in headers}
        entry["body"] = body.decode("utf-8", "replace")
        self.server.log.append(entry)
        del self.server.log[:-5000]
        self.server.control.run_due_changes(method, path)

    def _answer(self, path: str, call: Call) -> Answer:
        state = self.server.state
        inner = _api_path(path, call.query, state)
        if inner is None:
            return 404, _HTML, pages.NOT_FOUND
        call.path = inner
        try:
            with state.lock:
                status, body = answer(state, call)
        except ApiError as error:
            return self._refusal(error)
        except Breakdown:
            return 500, _HTML, pages.BROKEN
        self._take_the_stores_time(call, body)
        return status, _JSON, b"" if body is None else php.encode(body)

    def _refusal(self, error: ApiError) -> Answer:
        reason = REASONS[error.status]
        message = f"{reason}: {'. '.join(error.texts)}" if error.texts else reason
        body: Row = {"message": message, "status": error.status}
        if error.texts and self.server.state.settings.profile.errors_have_lists:
            body["errors"] = list(error.texts)
        headers = dict(_JSON)
        if error.status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="User email/API key"'
        return error.status, headers, php.encode(body)

    def _take_the_stores_time(self, call: Call, body: Any) -> None:
        settings = self.server.state.settings
        if call.method == "GET" and isinstance(body, dict):
            rows = body.get("orders", [])
            is_whole = bool(rows) and "products" in rows[0]
            time.sleep(settings.latency_list_row * len(rows) if is_whole else 0)
            time.sleep(settings.latency_detail if "payment_info" in body else 0)

    def _meet(self, fault: Fault | None, given: Answer) -> None:
        name = fault.name if fault else ""
        status, headers, body = given
        if fault is not None and name == "late":
            time.sleep(fault.seconds)
        if name == "reset-after":
            self._reset()
        elif name in ("500-html-after", "500-half-write"):
            self._send(500, _HTML, pages.BROKEN)
        elif name == "cut-body":
            self._send(status, headers, body, sent=max(1, len(body) // 2))
        elif fault is not None and name == "slow-drip":
            self._send(status, headers, body, pause=fault.seconds)
        elif name in _DISTORTED:
            status, headers, body = _DISTORTED[name](status, headers, body)
            self._send(status, headers, body)
        else:
            self._send(status, headers, body)

    def _send(
        self,
        status: int,
        headers: dict[str, str],
        body: bytes,
        *,
        sent: int | None = None,
        pause: float = 0,
    ) -> None:
        # A quick caller asks again before this thread is woken: its next request must not meet us.
        self.server.crowd.leave(self)
        self.send_response_only(status)
        clock = self.server.state.settings.clock_offset
        self.send_header("Date", formatdate(time.time() + clock, usegmt=True))
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if pause:
            for position in range(len(body)):
                self.wfile.write(body[position : position + 1])
                time.sleep(pause)
        else:
            self.wfile.write(body if sent is None else body[:sent])
        if sent is not None:
            self.close_connection = True

    def _reset(self) -> None:
        # Lingering for zero seconds makes the close a reset instead of an orderly end.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


def _plain(status: int, **headers: str) -> Any:
    body = php.encode({"message": REASONS.get(status, "Too Many Requests"), "status": status})
    extra = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda fault: (status, _JSON | extra, body)


_BEFORE = {str(status): _plain(status) for status in (401, 403, 404, 405, 406, 415, 429)}
_BEFORE |= {
    "429-retry-after": lambda fault: (
        429,
        _JSON | {"Retry-After": str(max(1, round(fault.seconds)))},
        b"{}",
    ),
    "500-json": _plain(500),
    "500-html-before": lambda fault: (500, _HTML, pages.BROKEN),
    "503-html": lambda fault: (
        503,
        _HTML | {"Retry-After": str(fault.retry_after)},
        pages.CLOSED,
    ),
    "301-https": lambda fault: (301, _HTML | {"Location": "https://store.example/api/"}, b"Moved"),
}

_DISTORTED: dict[str, Any] = {
    "empty-200": lambda status, headers, body: (200, headers, b""),
    "bom": lambda status, headers, body: (status, headers, b"\xef\xbb\xbf" + body),
    "php-warning": lambda status, headers, body: (status, headers, pages.WARNING + body),
    "php-notice": lambda status, headers, body: (200, _HTML, pages.NOTICE + body),
    "html-200": lambda status, headers, body: (200, _HTML, pages.LOGIN),
    "wrong-content-type": lambda status, headers, body: (status, _HTML, body),
    "invalid-utf8": lambda status, headers, body: (
        status,
        headers,
        b'{"x":"\xff\xfe",' + body[1:],
    ),
    "broken-json": lambda status, headers, body: (status, headers, body[:-2]),
}


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _query(text: str) -> Row:
    query: Row = {}
    for name, value in urllib.parse.parse_qsl(text, keep_blank_values=True):
        if name.endswith("[]"):
            query.setdefault(name[:-2], []).append(value)
        else:
            query[name] = value
    return query


def _api_path(path: str, query: Row, state: StoreState) -> str | None:
    """What follows `api/`, by either form of address; None when the web server finds no file."""
    folder = state.settings.folder
    if not path.startswith(folder + "/"):
        return None
    inner = path[len(folder) :]
    if inner == "/api.php":
        return str(query.pop("_d", "")) or None
    if inner.startswith("/api/") and state.settings.rewriting:
        return inner[len("/api/") :]
    return None
