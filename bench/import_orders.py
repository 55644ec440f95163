"""bin/bench import: what an import costs, against the floor and a plain importer."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import requests
from cryptography.fernet import Fernet

from embedded.children import die_with_parent
from embedded.postgres import EmbeddedPostgres

HERE = Path(__file__).resolve().parent.parent
PAGE = HERE / "docs" / "benchmarks.md"
BEGIN, END = "<!-- import: begin -->", "<!-- import: end -->"

Result = dict[str, Any]


@dataclass
class Bench:
    """A database server for the whole run; each measured import gets a fresh database."""

    postgres: EmbeddedPostgres
    environment: dict[str, str]
    made: int = 0

    def fresh_database(self) -> str:
        """A migrated, empty database; its URL."""
        self.made += 1
        name = f"run{self.made}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE base")
        return self._url(name)

    def prepare(self) -> None:
        """Make the template that all databases are copied from."""
        self._ask("CREATE DATABASE base")
        self._python("manage.py", "migrate", "-v", "0", database=self._url("base"))

    def run(self, what: str, store: str, database: str, *more: str) -> Result:
        """One import in a process of its own."""
        out = self._python("-m", "bench.importers", what, store, *more, database=database)
        result: Result = json.loads(out.splitlines()[-1])
        return result

    def _python(self, *arguments: str, database: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=HERE,
            env={**self.environment, "DATABASE_URL": database},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def _url(self, name: str) -> str:
        return urlunsplit(urlsplit(self.postgres.url)._replace(path=f"/{name}"))

    def _ask(self, sql: str) -> None:
        connection = psycopg2.connect(self.postgres.url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(sql)
        connection.close()


@contextmanager
def a_bench() -> Iterator[Bench]:
    """PostgreSQL with its usual, durable settings, and what the project needs to start."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o711)
        postgres = EmbeddedPostgres(Path(folder) / "postgres")
        postgres.start()
        environment = {
            **os.environ,
            "SECRET_KEY": "only-for-measuring",
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "REDIS_URL": "redis://127.0.0.1:1/0",
            "HTTPS_ONLY": "false",
            "STORES_MAY_BE_PRIVATE": "true",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(HERE),
        }
        bench = Bench(postgres, environment)
        try:
            bench.prepare()
            yield bench
        finally:
            postgres.stop()


@contextmanager
def a_store(orders: int, *options: str) -> Iterator[str]:
    """A store of so many orders in a process of its own; its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.store", "--orders", str(orders), *options],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent(),
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def paths_of(store: str) -> list[str]:
    """What the store was asked for since the last question."""
    paths: list[str] = requests.get(f"{store}/__paths", timeout=10).json()
    return paths


def against_the_floor(bench: Bench, orders: int, *options: str) -> Result:
    """Our import, then its own requests again as the floor."""
    with a_store(orders, *options) as store, tempfile.NamedTemporaryFile("w") as at:
        ours = bench.run("ours", store, bench.fresh_database())
        paths = paths_of(store)
        at.write(json.dumps(paths))
        at.flush()
        floor = bench.run("floor", store, bench.fresh_database(), at.name)
    return {"ours": ours, "floor": floor, "requests": len(paths)}


def at_no_delay(bench: Bench, orders: int) -> Result:
    """Ours, the floor and the plain importer with a store that answers at once."""
    result = against_the_floor(bench, orders)
    with a_store(orders) as store:
        database = bench.fresh_database()
        bench.run("ours", store, database)
        paths_of(store)
        result["nothing_new"] = bench.run("ours", store, database)
        result["nothing_new_requests"] = len(paths_of(store))
        result["plain"] = bench.run("plain", store, bench.fresh_database())
    return result


def memory_of(bench: Bench, sizes: list[int]) -> dict[int, Result]:
    """Our import of stores of different sizes."""
    results = {}
    for orders in sizes:
        with a_store(orders) as store:
            results[orders] = bench.run("ours", store, bench.fresh_database())
            print(f"  {orders} orders: {results[orders]['memory']:.0f} MiB", file=sys.stderr)
    return results


def table(orders: int, slow: Result, old: Result, quick: Result, sizes: dict[int, Result]) -> str:
    """The figures as Markdown."""
    ours, nothing = quick["ours"], quick["nothing_new"]
    memory = ", ".join(f"{size:,}: {one['memory']:.0f} MiB" for size, one in sizes.items())
    rows = [
        (
            "20 ms for each whole order in a list (new release)",
            "time / floor",
            "≤ 1.1",
            _ratio(slow["ours"], slow["floor"]),
        ),
        (
            "60 ms for each single order, 4 at a time (old release)",
            "time / floor",
            "≤ 1.1",
            _ratio(old["ours"], old["floor"]),
        ),
        ("no delay", "time / floor", "", _ratio(ours, quick["floor"])),
        ("no delay", "plain importer / ours", "≥ 5", _ratio(quick["plain"], ours)),
        ("no delay", "CPU for each order", "≤ 2 ms", f"{ours['cpu'] / orders * 1000:.2f} ms"),
        (
            "no delay",
            "CPU of the plain importer",
            "",
            f"{quick['plain']['cpu'] / orders * 1000:.2f} ms",
        ),
        ("no delay", "statements for each order", "", f"{ours['queries'] / orders:.2f}"),
        (
            "no delay",
            "statements of the plain importer",
            "",
            f"{quick['plain']['queries'] / orders:.2f}",
        ),
        ("new release", "requests for each order", "", f"{quick['requests'] / orders:.3f}"),
        ("old release", "requests for each order", "", f"{old['requests'] / orders:.3f}"),
        ("nothing new", "requests", "≤ 2", str(quick["nothing_new_requests"])),
        ("nothing new", "statements that write orders", "0", str(nothing["writes"])),
        ("nothing new", "statements, with job and cursor", "", str(nothing["queries"])),
        ("no delay", "peak memory by size", "flat", memory),
    ]
    lines = ["| store | measured | target | figure |", "| --- | --- | --- | --- |"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def _ratio(one: Result, other: Result) -> str:
    ours, theirs = one["seconds"], other["seconds"]
    return f"{ours / theirs:.2f} ({ours:.1f} s / {theirs:.1f} s)"


def main() -> None:
    """Measure, print, and with --write put the table into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="only what needs no delays")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    options = parser.parse_args()
    with a_bench() as bench:
        quick = at_no_delay(bench, options.orders)
        print(json.dumps(quick, indent=1), file=sys.stderr)
        if options.quick:
            return
        slow = against_the_floor(bench, options.orders, "--row-ms", "20")
        print(json.dumps(slow), file=sys.stderr)
        old = against_the_floor(bench, options.orders, "--old", "--detail-ms", "60")
        print(json.dumps(old), file=sys.stderr)
        sizes = memory_of(bench, options.sizes)
    text = table(options.orders, slow, old, quick, sizes)
    machine = f"{os.cpu_count()} cores, {_memory()} GiB, Python {platform.python_version()}"
    text = f"{options.orders:,} orders; {machine}.\n\n{text}"
    print(text)
    if options.write:
        page = PAGE.read_text()
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


if __name__ == "__main__":
    main()
