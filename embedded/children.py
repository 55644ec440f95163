"""Child processes that never outlive us, and ports that are really free."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends the child this signal when its parent is gone (Linux).

    Elsewhere it does nothing; the next start then stops what was left behind.
    """
    try:
        libc = ctypes.CDLL(None)
        prctl = libc.prctl
    except (OSError, AttributeError):
        return lambda: None

    def before_exec() -> None:
        prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return before_exec


def free_port(preferred: int = 0, host: str = "127.0.0.1") -> int:
    """`preferred` if nobody listens there, else a port that is free now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, preferred))
        except OSError:
            probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def remembered_port(folder: Path) -> int:
    """The port that this folder's server had last time if it is free, else another; remembered."""
    file = folder / "port"
    text = file.read_text().strip() if file.exists() else ""
    port = free_port(int(text) if text.isdigit() else 0)
    file.write_text(str(port))
    return port


def stop_process(
    process: "subprocess.Popen[bytes]", number: signal.Signals, seconds: float
) -> None:
    """Ask a child to stop; kill it when it has not after `seconds`."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_stranger(pid: int, number: signal.Signals, seconds: float) -> None:
    """Stop a process that is not our child; kill it when it has not stopped after `seconds`."""
    for signal_number, patience in ((number, seconds), (signal.SIGKILL, 5.0)):
        try:
            os.kill(pid, signal_number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not command_line(pid):
                return
            time.sleep(0.05)


def command_line(pid: int) -> str:
    """How a process was started; '' when there is none or it is only waiting to be reaped."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""
