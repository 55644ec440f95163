"""A whole installation that a test may break: database, broker, store and every service.

Its database and broker come out of the wheels, or from this machine's packages: name them with
TEST_POSTGRES (a folder of programs, such as /usr/lib/postgresql/15/bin) and TEST_REDIS
(such as /usr/bin/redis-server).
"""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import requests

from embedded.broker import EmbeddedBroker
from embedded.postgres import BINARIES, EmbeddedPostgres
from sandbox.server import SandboxStore
from tests.flows.conftest import wait_until
from tests.operations.conftest import Machines

PASSWORD = "only-for-this-test"
# The two webs, one process of each kind of worker, and the timetable, by their services.
SERVICES_BY_NAME = {
    "web1": "web",
    "web2": "web",
    "worker1": "worker",
    "import1": "worker-import",
    "outgoing1": "worker-outgoing",
    "documents1": "worker-documents",
    "beat1": "beat",
}


class Site:
    """Every service of docker-compose.yml once (web twice), and whom they work for."""

    def __init__(self, folder: Path) -> None:
        redis = os.environ.get("TEST_REDIS")
        self.postgres = EmbeddedPostgres(
            folder / "postgres", binaries=Path(os.environ.get("TEST_POSTGRES", BINARIES))
        )
        self.broker = EmbeddedBroker(folder / "broker", server=Path(redis) if redis else None)
        self._folder = folder
        self.ports: dict[str, int] = {}

    def prepare(self, store: SandboxStore) -> None:
        """Start database and broker, and connect a company to the store."""
        self.store = store
        self.postgres.start()
        self.broker.start()
        self.machines = Machines(
            self._folder,
            DATABASE_URL=self.postgres.url,
            REDIS_URL=self.broker.url,
            MEDIA_ROOT=str(self._folder / "media"),
            DEMO_PASSWORD=PASSWORD,
            STORE_TIMEOUT_SECONDS="2",
            STORE_UNCLEAR_FOR_SECONDS="5",
            DELIVERY_PAUSE_SECONDS="1",
        )
        self.machines.run("migrate")
        self.machines.manage(
            *("prepare_demo", "--store-url", store.base_url),
            *("--email", store.email, "--api-key", store.api_key),
        )

    def start(self) -> None:
        """Start every service and wait for the pages."""
        for name, service in SERVICES_BY_NAME.items():
            self.ports[name] = self.machines.start(name, service)
        wait_until(lambda: all(self._answers(web) for web in ("web1", "web2")), 90, "webs answer")

    def kill(self, name: str) -> None:
        """Cut a service's power, and switch it on again."""
        self.machines.kill(name)
        self.machines.start_again(name)

    def kill_database(self) -> None:
        """Cut the power of PostgreSQL, and switch it on again."""
        self.postgres.kill()
        self.postgres.start()

    def kill_broker(self) -> None:
        """Cut the power of Redis, which forgets everything, and switch it on again."""
        self.broker.kill()
        self.broker.start()

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows out of the database."""
        connection = psycopg2.connect(self.postgres.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, values)
                return cursor.fetchall()
        finally:
            connection.close()

    def sign_in(self) -> "Person":
        """Somebody of the company in a browser."""
        return Person(self)

    def stop(self) -> None:
        """The end of everything."""
        if hasattr(self, "machines"):
            self.machines.stop_all()
        self.broker.stop()
        self.postgres.stop()

    def _answers(self, web: str) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{self.ports[web]}/healthz", timeout=10).ok
        except requests.RequestException:
            return False


class Person:
    """A browser that meets the two webs by turns, as behind a balancer that knows no sessions."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._turn = 0
        self.session = requests.Session()
        self.session.trust_env = False
        self.get("/accounts/login/")
        assert "Home" in self.post("/accounts/login/", login="demo", password=PASSWORD).text

    def get(self, path: str, **how: Any) -> requests.Response:
        """Open a page, at the other web than the time before."""
        return self._send("GET", path, **how)

    def post(self, path: str, **fields: Any) -> requests.Response:
        """Send a form, at the other web than the time before."""
        form = {**fields, "csrfmiddlewaretoken": self.session.cookies.get("csrftoken", "")}
        return self._send("POST", path, data=form)

    def _send(self, method: str, path: str, **how: Any) -> requests.Response:
        deadline = time.monotonic() + 60
        while True:
            self._turn += 1
            port = self._site.ports[("web1", "web2")[self._turn % 2]]
            try:
                answer = self.session.request(
                    method, f"http://127.0.0.1:{port}{path}", timeout=60, **how
                )
            except requests.ConnectionError:  # that web is just starting: a balancer tries the next
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
                continue
            assert answer.ok, (path, answer.status_code, answer.text[-2000:])
            return answer


def told_in(page: str, pattern: str) -> str:
    """The one thing in a page's source that fits `pattern`."""
    found = re.search(pattern, page)
    assert found is not None, pattern
    return found.group(1)


@pytest.fixture
def site_of() -> Iterator[Callable[[SandboxStore], Site]]:
    """Makes an installation for a store."""
    # Not below pytest's folder: another run of pytest closes that to the database's own user.
    with tempfile.TemporaryDirectory(prefix="site-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)

        def make(store: SandboxStore) -> Site:
            site = Site(folder)
            stack.callback(site.stop)
            site.prepare(store)
            return site

        yield make
