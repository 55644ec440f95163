"""A sandbox store in this process: what tests use, and what the command line wraps."""

import threading
from types import TracebackType
from typing import Any

from sandbox.control import Control
from sandbox.demo.filling import fill
from sandbox.http import StoreServer
from sandbox.profiles import PROFILES
from sandbox.state import ROOT_EMAIL, ROOT_KEY, Settings, StoreState

Row = dict[str, Any]


class SandboxStore:
    """A store listening on its own port. Use it as a context manager.

    `orders` is the number of demo orders (0: an empty store). `control` does what a merchant or a
    test may do to it; further keywords are fields of `sandbox.state.Settings`.
    """

    email = ROOT_EMAIL
    api_key = ROOT_KEY

    def __init__(
        self,
        profile: str = "4.20",
        *,
        orders: int = 0,
        seed: int = 7,
        host: str = "127.0.0.1",
        port: int = 0,
        **settings: Any,
    ) -> None:
        self.state = StoreState(Settings(profile=PROFILES[profile], **settings))
        self._demo = (orders, seed)
        self._server = StoreServer((host, port), self.state)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )
        bound_host, bound_port = self._server.server_address[:2]
        self.base_url = f"http://{bound_host!s}:{bound_port}{self.state.settings.folder}"
        self.api_url = f"{self.base_url}/api/2.0/"

    @property
    def control(self) -> Control:
        """Orders, statuses, faults, mails, requests and settings of the store."""
        return self._server.control

    @property
    def requests(self) -> list[Row]:
        """The latest requests."""
        return self._server.log

    def fill(self) -> None:
        """Make the demo catalogue and orders."""
        count, seed = self._demo
        if count:
            fill(self.state, count, seed)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and give the port back."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "SandboxStore":
        self.fill()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
