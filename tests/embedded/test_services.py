"""The embedded servers survive what a machine does to them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from embedded.broker import EmbeddedBroker
from embedded.children import command_line, free_port
from embedded.postgres import EmbeddedPostgres
from embedded.processes import Child


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with spaces in its path."""
    place = tmp_path / "a folder with spaces"
    place.mkdir()
    return place


@pytest.fixture
def postgres(folder: Path) -> Iterator[EmbeddedPostgres]:
    """A running server."""
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    yield server
    server.stop()


def ask(server: EmbeddedPostgres, question: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(server.url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_data_survives_a_crash_with_its_stale_lock_file(folder):
    server = EmbeddedPostgres(folder)
    server.start()
    ask(server, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    os.kill(server.pid(), signal.SIGKILL)
    server.stop()
    assert (folder / "data" / "postmaster.pid").exists()
    again = EmbeddedPostgres(folder)
    again.start()
    assert ask(again, "SELECT n FROM kept") == [(7,)]
    again.stop()


@pytest.mark.parametrize("content", ["", "garbage", "another program's number"])
def test_a_lock_file_that_proves_nothing_does_not_stop_the_start(postgres, folder, content):
    postgres.stop()
    if content.startswith("another"):
        content = f"{os.getpid()}\n/elsewhere\n1\n5432\n"
    (folder / "data" / "postmaster.pid").write_text(content)
    postgres.start()
    assert ask(postgres, "SELECT 1") == [(1,)]


def test_a_server_left_running_is_replaced(postgres, folder):
    leftover = postgres.pid()
    again = EmbeddedPostgres(folder, fast=True)
    again.start()
    assert command_line(leftover) == ""
    assert ask(again, "SELECT 1") == [(1,)]
    again.stop()


def test_a_first_start_that_was_cut_short_is_begun_anew(folder):
    (folder / "data").mkdir()
    (folder / "data" / "half").write_text("x")
    server = EmbeddedPostgres(folder, fast=True)
    server.start()
    assert ask(server, "SELECT 1") == [(1,)]
    server.stop()


def test_a_stranger_without_the_password_stays_out(postgres):
    stranger = postgres.url.replace(postgres.url.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(stranger)


def test_the_broker_answers_and_leaves_nothing_running(folder):
    broker = EmbeddedBroker(folder)
    broker.start()
    client = redis.Redis.from_url(broker.url)
    assert client.ping()
    client.close()
    broker.stop()
    assert not (folder / "pid").exists()


def test_a_broker_left_running_is_replaced(folder):
    first, second = EmbeddedBroker(folder), EmbeddedBroker(folder)
    first.start()
    leftover = int((folder / "pid").read_text())
    second.start()
    assert command_line(leftover) == ""
    second.stop()
    first.stop()


def test_a_busy_port_is_left_alone():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert free_port(port) != port


def wait_until(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It did not come true in time."
        time.sleep(0.02)


def test_a_child_that_dies_is_started_again(folder, capsys):
    child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], folder)
    child.start(os.environ)
    first = child.pid
    os.kill(first, signal.SIGKILL)

    def is_another() -> bool:
        child.look_after(os.environ)
        return child.pid != first

    wait_until(is_another)
    child.stop()
    assert "sleeper stopped unexpectedly" in capsys.readouterr().out


def test_a_stopped_child_leaves_no_grandchild(folder):
    program = "import subprocess, time; subprocess.Popen(['sleep', '61']); time.sleep(60)"
    child = Child("parent", [sys.executable, "-c", program], folder)
    child.start(os.environ)
    group = child.pid
    wait_until(lambda: members_of(group) == 2)
    child.stop()
    wait_until(lambda: members_of(group) == 0)


def members_of(group: int) -> int:
    found = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-g", str(group)], capture_output=True, check=False
    )
    return len([line for line in found.stdout.decode().splitlines() if "Z" not in line])


def test_children_die_with_a_supervisor_that_is_killed(folder):
    program = (
        "import os, sys, time; from pathlib import Path; from embedded.processes import Child\n"
        "child = Child('orphan', ['sleep', '62'], Path(sys.argv[1])); child.start(os.environ)\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    supervisor = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE
    )
    assert supervisor.stdout is not None
    orphan = int(supervisor.stdout.readline())
    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()
    wait_until(lambda: command_line(orphan) == "")
