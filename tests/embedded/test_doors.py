"""What is missing on the machine is said in one sentence, with the command that mends it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
_TOOLS = ("bash", "env", "dirname", "cat", "cksum", "rm", "flock", "printf")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout on a machine that has the basic tools and whatever python3 a test puts there."""
    shutil.copytree(CHECKOUT / "bin", tmp_path / "desk" / "bin")
    for name in ("requirements-demo.lock", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, tmp_path / "desk")
    (tmp_path / "tools").mkdir()
    for tool in _TOOLS:
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool) or tool)
    return tmp_path


def python3(machine: Path, script: str) -> None:
    """Put a python3 there that is the shell script `script`."""
    file = machine / "tools" / "python3"
    file.write_text(f"#!/usr/bin/env bash\n{script}\n")
    file.chmod(0o755)


def run(machine: Path, door: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [machine / "desk" / "bin" / door],
        env={"PATH": str(machine / "tools"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("door", ["demo", "test", "check"])
def test_a_python_that_is_too_old(machine, door):
    python3(machine, "exit 1")
    done = run(machine, door)
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or newer is needed; install it")
    assert "apt install python3" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_python_without_its_venv_module(machine):
    python3(machine, 'case "$*" in *ensurepip*) exit 1 ;; esac')
    done = run(machine, "demo")
    assert done.returncode == 1
    assert done.stderr == (
        "Python's venv module is missing; install it, on Debian or Ubuntu with: "
        "apt install python3-venv\n"
    )


def test_manage_without_a_running_demo(machine):
    environment = {**os.environ, "PATH": str(machine / "tools"), "DEMO_DATA": str(machine)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [machine / "desk" / "bin" / "manage", "check"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "start bin/demo in another terminal first" in done.stderr
