"""Waking a worker by a message through the broker.

A notification carries no work: what is to be done lies in the database, and a sweep looks there
every few seconds. So losing one loses nothing, and none is worth waiting for.
"""

import logging

from celery import current_app
from kombu.exceptions import OperationalError as BrokerDown

logger = logging.getLogger(__name__)


def notify_workers(
    task: str,
    record_id: int,
    *,
    queue: str | None = None,
    priority: int | None = None,
    expires: float | None = None,
) -> None:
    """Let a worker run `task` for the record with this id; the smallest `priority` goes first.

    A notification that no worker took for `expires` seconds is dropped.
    """
    try:
        current_app.send_task(
            task,
            args=[record_id],
            queue=queue,
            priority=priority,
            expires=expires,
            retry=False,
        )
    except BrokerDown:
        logger.warning("The broker is away; the sweep will see to %s %s.", task, record_id)
