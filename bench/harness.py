"""What every measurement needs: PostgreSQL, processes of their own, and docs/benchmarks.md."""

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
from cryptography.fernet import Fernet

from embedded.postgres import EmbeddedPostgres

HERE = Path(__file__).resolve().parent.parent

Result = dict[str, Any]


@dataclass
class Bench:
    """A database server for the whole run; each measurement gets a fresh database."""

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

    def run(self, module: str, *arguments: str, database: str) -> Result:
        """What a module prints as its last line, JSON, run in a process of its own."""
        out = self._python("-m", module, *arguments, database=database)
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


def machine() -> str:
    """What the figures were measured on."""
    memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
    return f"{os.cpu_count()} cores, {memory} GiB, Python {platform.python_version()}"


def write_down(name: str, text: str, page: str = "benchmarks.md") -> None:
    """Put `text` between the marks of `name` in a page of docs/."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    path = HERE / "docs" / page
    before, after = path.read_text().split(begin)[0], path.read_text().split(end)[1]
    path.write_text(f"{before}{begin}\n{text}\n{end}{after}")
