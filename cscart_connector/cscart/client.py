"""HTTP to a CS-Cart store, and nothing else: login, addresses, time-outs, retries of safe reads."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
import tenacity
from requests.auth import HTTPBasicAuth

from core import tracing
from cscart_connector.cscart.guard import GuardedAdapter
from cscart_connector.cscart.http_errors import NotAnswered, NotReached, as_store_errors
from cscart_connector.cscart.pace import NoPace, Pace
from cscart_connector.cscart.responses import RawResponse, read_response
from stores.errors import StoreRefused, StoreUnavailable

logger = logging.getLogger(__name__)

Params = Mapping[str, str | int]

# A read that the store leaves unanswered so often is given up: each time costs a minute.
MOST_UNANSWERED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait and how often to try. Times in seconds.

    A store is slow PHP: reading waits a minute. But until it has answered once it may be hanging,
    and then holds a worker: `first_read` is for that, and nothing is tried again. `whole` bounds
    one request however slowly its bytes drip; a `Retry-After` above `longest_pause` is left to the
    caller.
    """

    connect: float = 10
    first_read: float = 15
    read: float = 60
    whole: float = 180
    tries: int = 4
    first_pause: float = 1
    longest_pause: float = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where the store is and who we are there. The key never shows in a repr."""

    base_url: str
    email: str
    api_key: str
    with_rewriting: bool = True
    language: str = "en"

    def __repr__(self) -> str:
        return f"Login({self.base_url!r}, {self.email!r})"


class CsCartClient:
    """A pooled connection to one store. Safe to use from several threads at once.

    Requests leave at the store's `pace`, at once without one.
    """

    LARGEST_ANSWER = 64 * 1024 * 1024

    def __init__(
        self,
        login: Login,
        *,
        connections: int = 4,
        patience: Patience | None = None,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._login = login
        self._patience = patience or Patience()
        self._pace = pace or NoPace()
        self._sleep = sleep
        self._has_answered = False
        self._about = tracing.current()  # requests are sent from threads of their own
        self._session = requests.Session()
        self._session.trust_env = False  # a .netrc entry would replace the login
        self._session.auth = HTTPBasicAuth(login.email.encode(), login.api_key.encode())
        self._session.headers.update(
            {"Accept": "application/json", "User-Agent": "cscart-connector"}
        )
        adapter = GuardedAdapter(pool_connections=1, pool_maxsize=connections)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def get(self, path: str, params: Params | None = None) -> tuple[Any, dict[str, str]]:
        """Read `path` (for example orders/97): its JSON and the answer's headers.

        Tries again with growing, jittered pauses while the store is unavailable. Raises
        `StoreUnavailable` or `StoreRefused`.
        """
        patience = self._patience
        attempts = tenacity.Retrying(
            retry=self._is_worth_another_try,
            stop=tenacity.stop_after_attempt(patience.tries),
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )
        return attempts(self._read, path, params or {})

    def set_order_status(
        self,
        order_id: str,
        status: str,
        *,
        notify_user: bool,
        notify_department: bool = False,
        notify_vendor: bool = False,
    ) -> Any:
        """Give an order another status: the only PUT to an order that this client can make.

        Any further key would make the store rebuild the order with today's prices, so there is
        no way to pass one. Raises `ValueError` for anything but one letter.
        """
        if len(status) != 1 or not ("A" <= status <= "Z"):
            raise ValueError(f"An order status is one letter from A to Z, not {status!r}.")
        body = {
            "status": status,
            "notify_user": notify_user,
            "notify_department": notify_department,
            "notify_vendor": notify_vendor,
        }
        return self._write("PUT", f"orders/{int(order_id)}", body)

    def create_shipment(self, body: dict[str, Any]) -> Any:
        """POST /shipments with the body that `translate.shipment_body` makes.

        Never tried again here: the store makes a second shipment of the same call. After an unclear
        end `StoreUnavailable.may_have_happened` is set: the caller looks before it writes again.
        """
        return self._write("POST", "shipments", body)

    def correct_shipment(self, shipment_id: str, tracking_number: str) -> Any:
        """Give a shipment another tracking number: the only key that every release accepts."""
        return self._write(
            "PUT", f"shipments/{int(shipment_id)}", {"tracking_number": tracking_number}
        )

    def delete_shipment(self, shipment_id: str) -> None:
        """Delete a shipment. Raises `StoreRecordMissing` when there is none."""
        self._write("DELETE", f"shipments/{int(shipment_id)}", None)

    def close(self) -> None:
        """Give back the connections."""
        self._session.close()
        self._pace.close()

    def _read(self, path: str, params: Params) -> tuple[Any, dict[str, str]]:
        answer = self._exchange(self._request("GET", path, params))
        return read_response(answer, is_write=False), answer.headers

    def _write(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        request = self._request(method, path, {}, json=body)
        if body is not None and request.headers.get("Content-Type") != "application/json":
            # Without this header the store reads the body as form text and rewrites the order.
            raise AssertionError("A write must carry Content-Type: application/json.")
        try:
            answer = self._exchange(request)
        except NotReached:
            raise
        except StoreUnavailable as error:
            raise type(error)(error.sentence, may_have_happened=True) from None
        return read_response(answer, is_write=True)

    def _request(
        self, method: str, path: str, params: Params, json: dict[str, Any] | None = None
    ) -> requests.PreparedRequest:
        login = self._login
        query: dict[str, str | int] = {}
        if login.with_rewriting:
            url = f"{login.base_url}/api/2.0/{path}"
        else:
            url, query = f"{login.base_url}/api.php", {"_d": f"2.0/{path}"}
        query |= {**params, "sl": login.language}
        return self._session.prepare_request(requests.Request(method, url, params=query, json=json))

    def _exchange(self, request: requests.PreparedRequest) -> RawResponse:
        with self._pace.turn():
            return self._send(request)

    def _send(self, request: requests.PreparedRequest) -> RawResponse:
        started = time.monotonic()
        patience = self._patience
        read = patience.read if self._has_answered else min(patience.first_read, patience.read)
        # Redirects are never followed: on a write they lose the body, and on a read they may carry
        # the login to another host.
        with (
            as_store_errors(),
            self._session.send(
                request, timeout=(patience.connect, read), allow_redirects=False, stream=True
            ) as response,
        ):
            self._has_answered = True
            body = self._body(response, started + patience.whole)
            headers = {name.lower(): value for name, value in response.headers.items()}
            answer = RawResponse(response.status_code, headers, body)
        milliseconds = round((time.monotonic() - started) * 1000)
        path = (request.path_url or "").partition("?")[0]
        logger.info(
            "%s %s %s %d ms",
            *(request.method, path, answer.status, milliseconds),
            extra={"about": self._about},
        )
        return answer

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        body = bytearray()
        # read1 gives what is there, so that a store dripping single bytes cannot hold us for ever.
        while chunk := response.raw.read1(64 * 1024, decode_content=True):
            body += chunk
            if time.monotonic() > deadline:
                raise StoreUnavailable("The store's answer took too long to arrive.")
            if len(body) > self.LARGEST_ANSWER:
                raise StoreRefused("The store's answer is larger than any answer should be.")
        return bytes(body)

    def _is_worth_another_try(self, state: tenacity.RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, StoreUnavailable):
            return False
        if isinstance(error, NotAnswered | NotReached) and not self._has_answered:
            return False
        if isinstance(error, NotAnswered) and state.attempt_number >= MOST_UNANSWERED:
            return False
        return error.retry_after is None or error.retry_after <= self._patience.longest_pause

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, StoreUnavailable) and error.retry_after is not None:
            return error.retry_after
        patience = self._patience
        growing = tenacity.wait_exponential_jitter(
            multiplier=patience.first_pause,
            max=patience.longest_pause,
            jitter=patience.first_pause,
        )
        return growing(state)
