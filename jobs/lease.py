"""Who is at work on a job: a lock that lives exactly as long as the worker's connection.

A row that says *processing* proves nothing after a crash. PostgreSQL frees an advisory lock the
moment its connection is gone, so a processing job whose lock is free has lost its worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from core.locks import LockSpace


@contextmanager
def lease(record_id: int, space: LockSpace = LockSpace.JOB) -> Iterator[bool]:
    """Hold a job, or what else has this id in another `space`, for this connection.

    Yields False when another connection holds it.
    """
    held = _ask("SELECT pg_try_advisory_lock(%s, %s)", space, record_id)
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            _ask("SELECT pg_advisory_unlock(%s, %s)", space, record_id)


def _ask(question: str, space: LockSpace, record_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [space, record_id])
        (answer,) = cursor.fetchone()
    return bool(answer)
