"""`bin/demo` from nothing to imported orders, and back to nothing."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from embedded.children import free_port
from tests.flows.conftest import wait_until

# What the test run itself uses must not leak into the demo, which brings its own.
_OURS = (
    *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "LOG_LEVEL"),
    *("HTTPS_ONLY", "STORES_MAY_BE_PRIVATE", "MEDIA_ROOT"),
)


class RunningDemo:
    """The demo as its own process, with its data in a folder with spaces."""

    def __init__(self, folder: Path) -> None:
        self._output = folder / "output.txt"
        environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        with self._output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "embedded.demo", "--port", str(free_port())],
                env=environment | {"DEMO_DATA": str(folder / "demo data")},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def said(self) -> str:
        return self._output.read_text()

    def wait_for_the_pages(self) -> None:
        wait_until(lambda: "Ctrl-C stops everything" in self.said(), 90, "the demo is up")

    def sign_in(self) -> tuple[requests.Session, str]:
        """A signed-in browser and the pages' address."""
        address = self._told("Pages")
        session = requests.Session()
        session.get(f"{address}accounts/login/", timeout=10)
        form = {"login": "demo", "password": self._told("Password")}
        form["csrfmiddlewaretoken"] = session.cookies["csrftoken"]
        assert session.post(f"{address}accounts/login/", data=form, timeout=10).ok
        return session, address

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def _told(self, name: str) -> str:
        match = re.search(rf"{name} +(\S+)", self.said())
        assert match is not None
        return match.group(1)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where this demo lives; nothing may be left running that names it."""
    tmp_path.chmod(0o755)
    yield tmp_path
    processes = subprocess.run(["ps", "ax", "-o", "args="], capture_output=True, check=True)
    assert str(tmp_path) not in processes.stdout.decode()


def orders_shown(session: requests.Session, address: str) -> int:
    text = session.get(f"{address}orders/", timeout=10).text
    match = re.search(r"<span>(\d+) orders</span>", text)
    return int(match.group(1)) if match else 0


def test_orders_of_the_sandbox_store_come_in_by_the_schedule(folder):
    demo = RunningDemo(folder)
    demo.wait_for_the_pages()
    session, address = demo.sign_in()
    wait_until(lambda: orders_shown(session, address) >= 200, 60, "200 orders are imported")
    job = session.get(f"{address}jobs/1/", timeout=10).text
    assert "by the schedule" in job
    session.close()
    assert demo.stop() == 0
    assert "Stopping ..." in demo.said()

    again = RunningDemo(folder)
    again.wait_for_the_pages()
    session, address = again.sign_in()
    assert orders_shown(session, address) >= 200, "a second start keeps the data"
    session.close()
    assert again.stop() == 0
