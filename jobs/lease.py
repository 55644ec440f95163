"""Who is at work on a job: a lock that lives exactly as long as the worker's connection.

A row that says *processing* proves nothing after a crash. PostgreSQL frees an advisory lock the
moment its connection is gone, so a processing job whose lock is free has lost its worker.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# The first half of PostgreSQL's two-part advisory lock keys; the second is the job's id.
LOCK_SPACE = 20_226


@contextmanager
def lease(job_id: int, space: int = LOCK_SPACE) -> Iterator[bool]:
    """Hold job `job_id` for this connection; yields False when another connection holds it.

    Other work with numbers of its own takes another `space`.
    """
    held = _ask("SELECT pg_try_advisory_lock(%s, %s)", space, job_id)
    try:
        yield held
    finally:
        if held and connection.connection is not None and not connection.connection.closed:
            _ask("SELECT pg_advisory_unlock(%s, %s)", space, job_id)


def _ask(question: str, space: int, job_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [space, job_id])
        (answer,) = cursor.fetchone()
    return bool(answer)
