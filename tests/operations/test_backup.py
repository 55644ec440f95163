"""A backup comes back as it was, and never over anything."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from embedded.postgres import BINARIES, EmbeddedPostgres
from orders.importing.intake import receive
from tests.factories import a_company, a_store_order
from tests.operations.conftest import CHECKOUT, database_url

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def other() -> Iterator[str]:
    """An empty database on a server of its own, on another port."""
    # Not below pytest's folder: another run of pytest closes that to the database's own user.
    with tempfile.TemporaryDirectory(prefix="other-") as folder:
        Path(folder).chmod(0o711)
        server = EmbeddedPostgres(Path(folder) / "postgres", fast=True)
        server.start()
        yield server.url
        server.stop()


@pytest.fixture
def door() -> Run:
    """Runs bin/backup or bin/restore."""

    def run(name: str, argument: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        tools = {"PATH": f"{BINARIES}:{os.environ['PATH']}"}
        return subprocess.run(
            [CHECKOUT / "bin" / name, str(argument)],
            env={**os.environ, **tools, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def contents(url: str) -> dict[str, tuple[int, str]]:
    """For each table: how many rows, and a checksum over all of them."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')  # noqa: S608 - a table's name
            rows = [row for (row,) in cursor.fetchall()]
            found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    connection.close()
    return found


def test_a_backup_restored_elsewhere_is_equal_in_counts_and_checksums(
    transactional_db, tmp_path, other, door
):
    company = a_company("Harbour")
    for number in range(30):
        receive(company, [a_store_order(str(number + 1))])
    media = tmp_path / "media"
    (media / "logos").mkdir(parents=True)
    (media / "logos" / "a.png").write_bytes(b"\x89PNG")
    saved = door("backup", tmp_path / "kept", DATABASE_URL=database_url(), MEDIA_ROOT=str(media))
    assert saved.returncode == 0, saved.stderr
    folder = saved.stdout.strip()
    back = {"DATABASE_URL": other, "MEDIA_ROOT": str(tmp_path / "media back")}
    restored = door("restore", folder, **back)
    assert restored.returncode == 0, restored.stderr
    here = contents(database_url())
    assert here["orders_order"][0] == 30
    assert contents(other) == here
    assert (tmp_path / "media back" / "logos" / "a.png").read_bytes() == b"\x89PNG"

    again = door("restore", folder, **back)
    assert again.returncode == 1
    assert "Restore into an empty one." in again.stderr

    Path(folder, "database.dump").write_bytes(b"damaged")
    damaged = door("restore", folder, **back)
    assert damaged.returncode == 1
    assert "The backup is damaged" in damaged.stderr


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(tmp_path, door):
    done = door("backup", tmp_path / "kept", DATABASE_URL="postgres://x@127.0.0.1:1/none")
    assert done.returncode != 0
    assert all(kept.name.endswith(".unfinished") for kept in (tmp_path / "kept").iterdir())


@pytest.mark.parametrize(
    ("name", "tool"), [("backup", "PG_DUMP"), ("restore", "PSQL"), ("restore", "PG_RESTORE")]
)
def test_no_argument_of_a_command_holds_the_password(tmp_path, door, name, tool):
    spy, quiet, told = tmp_path / "spy", tmp_path / "quiet", tmp_path / "told"
    show = 'printf "%s\\n" "$*" "$PGPASSWORD"'
    spy.write_text(f"#!/bin/sh\n{show} >{told}\nexit 1\n")
    quiet.write_text("#!/bin/sh\necho 0\n")
    for script in (spy, quiet):
        script.chmod(0o755)
    checksum = hashlib.sha256(quiet.read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{checksum}  quiet\n")
    address = "postgres://desk:s%40fe\\n@db:5432/desk?sslmode=require"
    tools = {"PSQL": str(quiet)} | {tool: str(spy)}
    assert door(name, tmp_path, DATABASE_URL=address, **tools).returncode == 1
    arguments, password = told.read_text().splitlines()
    assert "postgres://desk@db:5432/desk?sslmode=require" in arguments
    assert "fe" not in arguments
    assert password == "s@fe\\n"
