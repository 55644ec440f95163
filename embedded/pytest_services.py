"""A pytest plugin: one PostgreSQL and one broker for a whole test run, and no silent skips in CI.

They start before the project settings are read and serve every xdist worker; each worker has its
own test database. With DATABASE_URL and REDIS_URL set, nothing is started.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from embedded.broker import EmbeddedBroker
from embedded.postgres import EmbeddedPostgres

_running: list[EmbeddedPostgres | EmbeddedBroker] = []
_folders: list[Path] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """Start what is missing; a wrapper, since it must come before Django's settings are read."""
    os.environ.setdefault("SECRET_KEY", "only-for-tests")
    os.environ.setdefault("FIELD_ENCRYPTION_KEYS", Fernet.generate_key().decode())
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.setdefault("HTTPS_ONLY", "false")
    os.environ.setdefault("STORES_MAY_BE_PRIVATE", "true")
    os.environ.setdefault("MEDIA_ROOT", str(_folder() / "media"))
    if "DATABASE_URL" not in os.environ:
        postgres = EmbeddedPostgres(_folder() / "postgres", fast=True)
        postgres.start()
        _running.append(postgres)
        os.environ["DATABASE_URL"] = postgres.url
    if "REDIS_URL" not in os.environ:
        broker = EmbeddedBroker(_folder() / "broker")
        broker.start()
        _running.append(broker)
        os.environ["REDIS_URL"] = broker.url
    os.environ["REDIS_URL"] = _own_broker(os.environ["REDIS_URL"])
    return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a test that did not run is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return
    left_out = [key for key in ("skipped", "xfailed", "deselected") if reporter.stats.get(key)]
    if left_out:
        reporter.write_line(f"In CI every test must run, but some were {', '.join(left_out)}.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure() -> None:
    """Stop what was started, also after Ctrl-C."""
    while _running:
        _running.pop().stop()
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _own_broker(url: str) -> str:
    """Each xdist worker has a broker database of its own, as it has its own in PostgreSQL."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        return url
    return f"{url.rsplit('/', 1)[0]}/{int(worker.removeprefix('gw')) % 15 + 1}"


def _folder() -> Path:
    if not _folders:
        _folders.append(Path(tempfile.mkdtemp(prefix="cscart-tests-")))
        _folders[0].chmod(0o711)  # the database server's own user must pass through
    return _folders[0]
