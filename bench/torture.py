"""bin/bench torture: kill workers at random moments of an import, and whatever else can break.

Two workers, two beats, a store of 2,000 orders. While orders come in, a worker is killed with
SIGKILL again and again, the broker is emptied, PostgreSQL is stopped and started. Afterwards every
admissible order of the store must be here once, and no job may be stuck.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from cryptography.fernet import Fernet

from embedded.broker import EmbeddedBroker
from embedded.children import die_with_parent, free_port
from embedded.postgres import EmbeddedPostgres
from sandbox.server import SandboxStore

HERE = Path(__file__).resolve().parent.parent
NOT_ADMISSIBLE = ("N", "T", "I", "F", "D")
SECONDS_TO_RECOVER = 180

PREPARE = """
from settings.companies import create_company
from settings.models import StoreType
company = create_company("Torture")
link = company.connection
link.store_type, link.plugin, link.store_url = StoreType.CUSTOM, "CsCart", {url!r}
link.api_email, link.api_key, link.minutes_between_runs = {email!r}, {key!r}, 1
link.save()
options = company.website_options
options.allow_order_download = options.allow_unpaid_orders = True
options.allow_download_shipped_orders = True
options.save()
"""


class Crew:
    """Workers, beats and webs as processes of their own, each with its children in one group."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._crew: dict[str, subprocess.Popen[bytes]] = {}
        self._ports: dict[str, int] = {}

    def start(self, name: str) -> None:
        """Start the worker, beat or web `name`."""
        self._crew[name] = subprocess.Popen(
            [sys.executable, "-m", *self._command(name)],
            cwd=HERE,
            env=self._environment,
            stdout=(self._folder / f"{name}.log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )

    def port(self, web: str) -> int:
        """Where the web of this name serves its pages, also when it is started again."""
        return self._ports.setdefault(web, free_port())

    def kill(self, name: str) -> None:
        """SIGKILL to `name` and all its children."""
        os.killpg(self._crew[name].pid, signal.SIGKILL)
        self._crew[name].wait()

    def kill_all(self) -> None:
        """The end."""
        for name in self._crew:
            self.kill(name)

    def _command(self, name: str) -> list[str]:
        if "web" in name:
            bind = f"127.0.0.1:{self.port(name)}"
            web = ["gunicorn", "cscart_connector.wsgi", "--bind", bind, "--threads", "4"]
            return [*web, "--no-control-socket", "--log-level", "error"]
        celery = ["celery", "-A", "cscart_connector"]
        if "beat" in name:
            return [*celery, "beat", "-s", str(self._folder / name), "-l", "error"]
        return [*celery, "worker", "-n", f"{name}@%h", "-l", "error", "--concurrency", "1"]


class Company:
    """What the database says, asked with plain SQL so that a restart does not matter."""

    def __init__(self, url: str) -> None:
        self._url = url

    def ask(self, sql: str) -> list[tuple]:
        """Rows of `sql`; none while the database is down."""
        try:
            connection = psycopg2.connect(self._url, connect_timeout=2)
        except psycopg2.OperationalError:
            return []
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            rows = cursor.fetchall()
        connection.close()
        return rows

    def orders(self) -> list[str]:
        """Store order ids of all orders."""
        return [number for (number,) in self.ask("SELECT store_order_id FROM orders_order")]

    def jobs(self) -> dict[str, int]:
        """How many jobs of each status."""
        return dict(self.ask("SELECT status, count(*) FROM jobs_job GROUP BY status"))

    def is_finished(self) -> bool:
        """Whether the last import has read everything and nothing is under way."""
        done = self.ask("SELECT 1 FROM orders_importcursor WHERE watermark IS NOT NULL")
        return bool(done) and not {"submitted", "processing"} & set(self.jobs())


def main() -> None:
    """Torture, then compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--orders", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(10_000)
    print(f"seed {seed}", flush=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="torture-")))
        folder.chmod(0o711)
        postgres, broker = EmbeddedPostgres(folder / "postgres"), EmbeddedBroker(folder / "broker")
        postgres.start()
        broker.start()
        stack.callback(broker.stop)
        stack.callback(postgres.stop)
        # Slow enough that one import is not over before its worker dies.
        row_seconds = 3.0 / options.orders * 8
        store = stack.enter_context(
            SandboxStore(orders=options.orders, latency_list_row=row_seconds)
        )
        environment = make_environment(postgres, broker)
        manage(environment, "migrate", "-v", "0")
        login = {"url": store.base_url, "email": store.email, "key": store.api_key}
        manage(environment, "shell", "-c", PREPARE.format(**login))
        crew = Crew(environment, folder)
        stack.callback(crew.kill_all)
        for name in ("worker1", "worker2", "beat1", "beat2"):
            crew.start(name)
        company = Company(environment["DATABASE_URL"])
        _torture(options.kills, random.Random(seed), crew, company, postgres, broker, store)
        _judge(company, store)


def _torture(kills, chance, crew, company, postgres, broker, store) -> None:
    for number in range(1, kills + 1):
        time.sleep(chance.uniform(0.5, 4.0))
        victim = chance.choice(["worker1", "worker2"])
        crew.kill(victim)
        crew.start(victim)
        also = ""
        if number % 10 == 5:
            redis.Redis.from_url(broker.url).flushall()
            also = ", broker emptied"
        if number % 25 == 12:
            postgres.stop()
            time.sleep(1)
            postgres.start()
            also = ", PostgreSQL restarted"
        if number % 10 == 8:
            victim = chance.choice(["beat1", "beat2"])
            crew.kill(victim)
            crew.start(victim)
            also = f", {victim} killed"
        for _ in range(3):
            store.control.create_order(status="P")
        print(f"{number}: {len(company.orders())} orders, {company.jobs()}{also}", flush=True)


def _judge(company, store) -> None:
    expected = {
        str(number)
        for number, order in store.state.orders.items()
        if order["status"] not in NOT_ADMISSIBLE
    }
    deadline = time.monotonic() + SECONDS_TO_RECOVER
    while time.monotonic() < deadline:
        here = company.orders()
        if set(here) == expected and company.is_finished():
            break
        time.sleep(1)
    here = company.orders()
    print(f"store {len(expected)}, here {len(here)}, twice {len(here) - len(set(here))}")
    print(f"missing {len(expected - set(here))}, too many {len(set(here) - expected)}")
    print(f"jobs {company.jobs()}, finished {company.is_finished()}")
    lines = company.ask(
        "SELECT count(*), count(DISTINCT (order_id, store_line_id)) FROM orders_orderline"
    )
    print(f"lines, and different ones: {lines[0]}")
    if set(here) != expected or len(here) != len(expected) or not company.is_finished():
        raise SystemExit("FAILED")
    print("passed")


def make_environment(postgres: EmbeddedPostgres, broker: EmbeddedBroker) -> dict[str, str]:
    """What the project needs to start on these two servers."""
    return {
        **os.environ,
        "DATABASE_URL": urlunsplit(urlsplit(postgres.url)),
        "REDIS_URL": broker.url,
        "SECRET_KEY": "only-for-torture",
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "HTTPS_ONLY": "false",
        "STORES_MAY_BE_PRIVATE": "true",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(HERE),
    }


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a manage.py command."""
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=HERE, env=environment, check=True)


if __name__ == "__main__":
    main()
