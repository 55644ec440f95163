"""A small supervisor: named child processes with their logs, restarted when they die."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from embedded.children import command_line, die_with_parent, stop_stranger

LONGEST_PAUSE = 30.0


class Child:
    """One program that should always run. Its output goes to `<folder>/<name>.log`."""

    def __init__(self, name: str, command: Sequence[str], folder: Path, **how: float) -> None:
        """`how`: `seconds_to_stop` before it is killed (default 10)."""
        self.name = name
        self._command = list(command)
        self._log = folder / f"{name}.log"
        self._pid_file = folder / f"{name}.pid"
        self._seconds_to_stop = how.get("seconds_to_stop", 10.0)
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = 1.0
        self._start_again_at = 0.0
        self._started_at = 0.0

    @property
    def pid(self) -> int:
        """The running program's process id."""
        assert self._process is not None
        return self._process.pid

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the program in a process group of its own, so that all of it can be stopped."""
        self._stop_leftover()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )
        self._started_at = time.monotonic()
        self._pid_file.write_text(str(self._process.pid))

    def look_after(self, environment: Mapping[str, str]) -> None:
        """Start the program again if it died; each quick death doubles the pause before."""
        if self._process is None or self._process.poll() is None:
            return
        now = time.monotonic()
        if not self._start_again_at:
            if now - self._started_at > LONGEST_PAUSE:
                self._pause = 1.0
            self._start_again_at = now + self._pause
            print(
                f"{self.name} stopped unexpectedly (exit code {self._process.returncode}); "
                f"starting it again in {self._pause:.0f} s. Its log: {self._log}",
                flush=True,
            )
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
        elif now >= self._start_again_at:
            self._start_again_at = 0.0
            self.start(environment)

    def stop(self) -> None:
        """Stop the program; what is left of its group is killed."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(self._seconds_to_stop)
            except subprocess.TimeoutExpired:
                print(f"{self.name} did not stop in time and is killed.", flush=True)
        _kill_group(self._process.pid)
        self._process.wait()
        self._process = None
        self._pid_file.unlink(missing_ok=True)

    def _stop_leftover(self) -> None:
        """Stop what an earlier supervisor left behind when it was killed."""
        text = self._pid_file.read_text().strip() if self._pid_file.exists() else ""
        if not text.isdigit():
            return
        recognised = command_line(int(text)).endswith(" ".join(self._command[-2:]))
        if recognised:
            stop_stranger(int(text), signal.SIGTERM, self._seconds_to_stop)
            _kill_group(int(text))


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
