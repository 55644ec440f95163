"""The store's pace holds over processes: two of them are no more to it than one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from core.locks import LockSpace
from cscart_connector.cscart.pace import SharedPace
from sandbox.server import SandboxStore
from settings.models import Company
from tests.factories import a_company
from tests.flows.conftest import wait_until
from tests.operations.conftest import CHECKOUT, database_url

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS, AT_ONCE = 40, 3

# What a worker does with a store: fetch orders, as many at a time as the connection allows.
WORKER = """
import sys, django
django.setup()
from settings.models import StoreConnection
from stores.registry import open_store
store = open_store(StoreConnection.objects.get())
print(len(list(store.fetch_orders([str(n) for n in range(1, int(sys.argv[1]) + 1)]))), flush=True)
store.close()
"""


@pytest.fixture
def store() -> Iterator[SandboxStore]:
    with SandboxStore(orders=ORDERS, latency_detail=0.05) as running:
        yield running


@pytest.fixture
def shop(store: SandboxStore) -> Company:
    company = a_company()
    link = company.connection
    link.store_url, link.api_email, link.api_key = store.base_url, store.email, store.api_key
    link.parallel_requests = AT_ONCE
    link.save()
    return company


@pytest.fixture
def start(shop: Company) -> Iterator[Callable[[], "subprocess.Popen[str]"]]:
    """Start a worker of its own."""
    begun: list[subprocess.Popen[str]] = []

    def make() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(ORDERS)],
            cwd=CHECKOUT,
            env={**os.environ, "DATABASE_URL": database_url()},
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield make
    for process in begun:
        process.kill()
        process.communicate()


def turns_taken() -> int:
    """Of this test's database alone: others run beside it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND classid = ANY(%s) AND datname = current_database()",
            [[LockSpace.STORE_PACE + turn for turn in range(AT_ONCE)]],
        )
        return int(cursor.fetchone()[0])


def test_two_processes_together_ask_no_more_at_once_than_one_may(start, store):
    answers = [process.communicate(timeout=60)[0] for process in (start(), start())]
    assert answers == [f"{ORDERS}\n", f"{ORDERS}\n"]
    assert store.control.counts()["most_requests_at_once"] == AT_ONCE


def test_a_killed_process_gives_its_turns_back(start, store):
    victim, other = start(), start()
    wait_until(lambda: len(store.requests) > 10, 30, "both are at work")
    victim.kill()
    assert other.communicate(timeout=60)[0] == f"{ORDERS}\n"
    wait_until(lambda: turns_taken() == 0, 10, "the turns of both are given back")


def test_whoever_has_waited_long_enough_goes_all_the_same(caplog):
    caplog.set_level("INFO")
    first, second = SharedPace("http://store", 1, 60), SharedPace("http://STORE", 1, 0.1)
    with second.turn():
        assert not caplog.messages, "the turn was free"
    with first.turn(), second.turn():
        assert caplog.messages == ["A request has waited long enough for its turn and goes now."]
    first.close()
    second.close()


def test_requests_leave_while_the_database_is_away(caplog, monkeypatch):
    pace = SharedPace("http://store", 1, 60)
    with pace.turn(), connection.cursor() as cursor:  # cut while the request is under way
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
    with pace.turn():
        assert not caplog.messages, "the database is back, and so is the pace"
    pace.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    with pace.turn():
        assert caplog.messages == ["The store's pace cannot be held: the database is away."]
    pace.close()
