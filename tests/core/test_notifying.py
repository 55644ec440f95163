"""Notifications: never waited for, and never piled up."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from kombu import Connection

from core import notifying


@pytest.fixture(autouse=True)
def heard_again() -> Iterator[None]:
    """The broker of other tests has done nothing wrong."""
    notifying.leave_alone_until(0.0)
    yield
    notifying.leave_alone_until(0.0)


@pytest.fixture
def hanging(monkeypatch) -> Iterator[list[socket.socket]]:
    """A broker that takes connections and says nothing; gives those it took."""
    server = socket.create_server(("127.0.0.1", 0))
    taken: list[socket.socket] = []

    def take() -> None:
        while True:
            try:
                taken.append(server.accept()[0])
            except OSError:
                return

    threading.Thread(target=take, daemon=True).start()
    url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
    monkeypatch.setattr(
        current_app, "connection_for_write", lambda **options: Connection(url, **options)
    )
    yield taken
    server.close()
    for one in taken:
        one.close()


def test_a_broker_that_hangs_costs_a_moment_and_then_nothing(hanging):
    begun = time.monotonic()
    notifying.notify_workers("jobs.tasks.run", 1)
    assert time.monotonic() - begun < 5
    assert hanging
    begun, before = time.monotonic(), len(hanging)
    for number in range(100):
        notifying.notify_workers("jobs.tasks.run", number)
    assert time.monotonic() - begun < 0.2
    assert len(hanging) == before


def test_a_broker_that_hangs_counts_no_messages(hanging):
    assert notifying.messages_waiting("default") == 0


def test_a_queue_says_how_many_messages_wait_in_it():
    before = notifying.messages_waiting("documents")
    notifying.notify_workers("jobs.tasks.run", 0, queue="documents", priority=3)
    notifying.notify_workers("jobs.tasks.run", 0, queue="documents", priority=6)
    assert notifying.messages_waiting("documents") == before + 2


def test_a_queue_into_which_nothing_was_ever_sent_is_empty():
    assert notifying.messages_waiting("no-such-queue") == 0
