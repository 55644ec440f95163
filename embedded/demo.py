"""`bin/demo`: the whole application on one machine, with a store to play with."""

import argparse
import fcntl
import os
import secrets
import shlex
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from cryptography.fernet import Fernet

from embedded.broker import EmbeddedBroker
from embedded.children import free_port, remembered_port
from embedded.postgres import EmbeddedPostgres
from embedded.processes import Child
from sandbox.state import ROOT_EMAIL, ROOT_KEY

CHECKOUT = Path(__file__).resolve().parent.parent
SECONDS_TO_ANSWER = 60


# Name, queues and processes of each worker. A store that hangs takes one process of an import and
# one of a delivery at most, so that a third is left for the other stores.
WORKERS = (
    ("worker", "default,documents", "1"),
    ("worker-stores", "import,outgoing", "3"),
)


class DemoCannotRun(Exception):
    """The message is the sentence that the person at the terminal reads."""


class Demo:
    """Everything `bin/demo` runs, started in order and stopped in reverse."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self._folder = folder
        self._host, self._wanted_port = host, port
        self._services: list[EmbeddedPostgres | EmbeddedBroker] = []
        self._children: list[Child] = []
        self._environment = dict(os.environ)
        self.web_address = ""
        self.store_address = ""

    def start(self) -> None:
        """Start everything; returns when the pages answer."""
        self._set_environment()
        print("Starting the database and the broker ...", flush=True)
        self._start_services()
        self._write_environment()
        self._manage("migrate", "--verbosity", "0")
        self._start_store()
        self._manage(
            *("prepare_demo", "--store-url", self.store_address),
            *("--email", ROOT_EMAIL, "--api-key", ROOT_KEY),
        )
        print("Starting the worker, the timetable and the web server ...", flush=True)
        self._start_application()

    def look_after(self) -> None:
        """Start again what has died."""
        for child in self._children:
            child.look_after(self._environment)

    def stop(self) -> None:
        """Stop everything, last started first."""
        while self._children:
            self._children.pop().stop()
        while self._services:
            self._services.pop().stop()
        (self._folder / "environment").unlink(missing_ok=True)

    @property
    def password(self) -> str:
        """The demo login's password."""
        return self._environment["DEMO_PASSWORD"]

    def _set_environment(self) -> None:
        made = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "DEMO_PASSWORD": secrets.token_urlsafe(9),
        }
        for name, new in made.items():
            if name not in self._environment:
                self._environment[name] = _kept(self._folder / name.lower(), new)
        self._environment.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
        # Everything is on this machine, without certificates: the sandbox store as well.
        self._environment.setdefault("HTTPS_ONLY", "false")
        self._environment.setdefault("STORES_MAY_BE_PRIVATE", "true")
        self._environment.setdefault("MEDIA_ROOT", str(self._folder / "media"))
        self._environment["PYTHONUNBUFFERED"] = "1"

    def _start_services(self) -> None:
        if "DATABASE_URL" not in self._environment:
            postgres = EmbeddedPostgres(self._folder / "postgres")
            self._services.append(postgres)
            postgres.start()
            self._environment["DATABASE_URL"] = postgres.url
        if "REDIS_URL" not in self._environment:
            broker = EmbeddedBroker(self._folder / "broker")
            self._services.append(broker)
            broker.start()
            self._environment["REDIS_URL"] = broker.url

    def _write_environment(self) -> None:
        names = (
            *("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_ENCRYPTION_KEYS"),
            *("HTTPS_ONLY", "STORES_MAY_BE_PRIVATE", "MEDIA_ROOT"),
        )
        lines = [f"export {name}={shlex.quote(self._environment[name])}\n" for name in names]
        file = self._folder / "environment"
        file.touch(mode=0o600)
        file.write_text("".join(lines))

    def _start_store(self) -> None:
        folder = self._folder / "store"
        folder.mkdir(exist_ok=True)
        port = remembered_port(folder)
        self.store_address = f"http://127.0.0.1:{port}"
        self._run(
            "store",
            *(sys.executable, "-m", "sandbox", "--arrivals", "20"),
            *("--data", str(folder), "--port", str(port)),
        )
        _wait_for(f"{self.store_address}/_control/counts", "the sandbox store", self._folder)

    def _start_application(self) -> None:
        celery = (sys.executable, "-m", "celery", "-A", "cscart_connector")
        # What waits for stores has processes of its own: a store that hangs holds no other work.
        for name, queues, processes in WORKERS:
            options = ("-Q", queues, "--concurrency", processes, "-n", f"{name}@%h")
            self._run(name, *celery, "worker", "-l", "info", *options)
        schedule = str(self._folder / "beat-schedule")
        self._run("beat", *celery, "beat", "-l", "info", "--pidfile=", "-s", schedule)
        port = free_port(self._wanted_port, self._host)
        if port != self._wanted_port:
            print(f"Port {self._wanted_port} is taken; the pages are on {port}.", flush=True)
        bind = f"{self._host}:{port}"
        self._run(
            "web",
            *(sys.executable, "-m", "gunicorn", "cscart_connector.wsgi"),
            *("--workers", "2", "--threads", "4", "--bind", bind, "--no-control-socket"),
        )
        shown = "127.0.0.1" if self._host in ("0.0.0.0", "::") else self._host  # noqa: S104
        self.web_address = f"http://{shown}:{port}/"
        _wait_for(f"{self.web_address}accounts/login/", "the web server", self._folder)

    def _run(self, name: str, *command: str) -> None:
        child = Child(name, command, self._folder)
        self._children.append(child)
        child.start(self._environment)

    def _manage(self, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, str(CHECKOUT / "manage.py"), *command],
            env=self._environment,
            check=False,
        )
        if done.returncode != 0:
            raise DemoCannotRun(f"manage.py {command[0]} failed; its message stands above.")


def main() -> None:
    """Run the demo until Ctrl-C or SIGTERM."""
    options = _parser().parse_args()
    folder = Path(os.environ.get("DEMO_DATA", CHECKOUT / ".demo")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chdir(CHECKOUT)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("The demo of this checkout is running already in another terminal.")
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        _run_until(stopped, Demo(folder, options.host, options.port))


def _run_until(stopped: threading.Event, demo: Demo) -> None:
    try:
        demo.start()
        print(
            f"\n  Pages          {demo.web_address}\n"
            f"  Login          demo\n"
            f"  Password       {demo.password}\n"
            f"  Sandbox store  {demo.store_address}/  (its orders come in within a minute)\n\n"
            "Ctrl-C stops everything.",
            flush=True,
        )
        while not stopped.wait(0.5):
            demo.look_after()
        print("Stopping ...", flush=True)
    except DemoCannotRun as error:
        sys.exit(str(error))
    finally:
        demo.stop()


def _kept(file: Path, new: str) -> str:
    """The secret in `file`; `new` is written there the first time."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(new)
    return file.read_text().strip()


def _wait_for(address: str, name: str, folder: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise DemoCannotRun(f"{name.capitalize()} does not answer; see the logs in {folder}.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address the pages are served on")
    parser.add_argument("--port", type=int, default=int(os.environ.get("DEMO_PORT", "8000")))
    return parser


if __name__ == "__main__":
    main()
