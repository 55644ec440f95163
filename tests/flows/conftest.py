"""The real machinery: a Celery worker as its own process, a broker, a store over HTTP."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from embedded.children import die_with_parent
from sandbox.server import SandboxStore
from settings.models import Company
from tests.factories import a_company


class Worker:
    """A Celery worker on this test's database."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is ready a moment later."""
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "celery", "-A", "cscart_connector"),
                *("worker", "-l", "warning", "--concurrency", "1"),
            ],
            env=self._environment,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )

    def kill(self) -> None:
        """SIGKILL to the worker and every child it has."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    """A worker that can be killed and started again; it is not started yet."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}"
    address = f"{url}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": address}
    running = Worker(environment)
    yield running
    if running._process is not None and running._process.poll() is None:
        running.kill()


@pytest.fixture
def connect() -> Callable[[SandboxStore], Company]:
    """Make a company that downloads everything from a sandbox store."""

    def make(store: SandboxStore) -> Company:
        company = a_company(
            allow_order_download=True,
            allow_download_shipped_orders=True,
            allow_unpaid_orders=True,
        )
        company.connection.store_url = store.base_url
        company.connection.api_email, company.connection.api_key = store.email, store.api_key
        company.connection.save()
        return company

    return make


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for `condition`; fail with `what` when it has not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"It did not come true in {seconds} s: {what}")
        time.sleep(0.05)
