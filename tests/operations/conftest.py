"""The services of docker-compose.yml, run by hand with the commands that stand there."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import connection

from embedded.children import die_with_parent, free_port

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]


def database_url() -> str:
    """The test's own database."""
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


class Machines:
    """Processes of services, each with its children in one group.

    `environment` is added to our own: DATABASE_URL and whatever else shall be different.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._commands: dict[str, list[str]] = {}
        (folder / "metrics").mkdir()
        self.environment = {
            **os.environ,
            **environment,
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
            "METRICS_TOKEN": "token-of-the-test",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }

    def run(self, service: str) -> None:
        """Run a service that ends by itself. Raises when it fails."""
        command = SERVICES[service]["command"]
        subprocess.run(command, cwd=CHECKOUT, env=self.environment, check=True, timeout=120)

    def manage(self, *command: str) -> None:
        """Run a manage.py command. Raises when it fails."""
        words = [sys.executable, "manage.py", *command]
        subprocess.run(words, cwd=CHECKOUT, env=self.environment, check=True, timeout=120)

    def start(self, name: str, service: str, *, port: int = 0, options: Sequence[str] = ()) -> int:
        """Start another process of a service, as `name`; gives its port if it has one.

        `options` are added to the command of docker-compose.yml.
        """
        port = port or free_port()
        changed = {"0.0.0.0:8000": f"127.0.0.1:{port}", "/tmp/beat-schedule": f"{name}.schedule"}
        command = [changed.get(word, word) for word in (*SERVICES[service]["command"], *options)]
        command = [word.replace("@%h", f"-{name}@%h") for word in command]
        self._commands[name] = command
        self.start_again(name)
        return port

    def start_again(self, name: str) -> None:
        """Start what was started as `name` and killed since."""
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                self._commands[name],
                cwd=CHECKOUT if "gunicorn" in self._commands[name] else self._folder,
                env={**self.environment, "PYTHONPATH": str(CHECKOUT)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def kill(self, name: str) -> None:
        """SIGKILL to `name` and its children: the power is cut."""
        process = self._running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> str:
        """What `name` has logged."""
        return (self._folder / f"{name}.log").read_text()

    def stop_all(self) -> None:
        """The end."""
        for name in list(self._running):
            self.kill(name)


@pytest.fixture
def machines(transactional_db: None, tmp_path: Path) -> Iterator[Machines]:
    """None is running yet."""
    running = Machines(tmp_path, DATABASE_URL=database_url())
    yield running
    running.stop_all()
