"""Waking a worker by a message through the broker.

A notification carries no work: what is to be done lies in the database, and a sweep looks there
every few seconds. So losing one loses nothing, and none is worth waiting for: whoever saves waits a
second at most, and once the broker has not answered, nobody for a while.
"""

import logging
import time

from celery import current_app
from kombu import Connection
from kombu.exceptions import ChannelError
from kombu.exceptions import OperationalError as BrokerDown
from kombu.pools import connections
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# Seconds that one notification may cost; kombu tries again by itself unless it is told not to.
QUICK = {
    "socket_connect_timeout": 1.0,
    "socket_timeout": 1.0,
    "max_retries": 1,
    "connect_retries_timeout": 1,
    "interval_start": 0,
}
SECONDS_OF_SILENCE = 15.0

# Until when, by the monotonic clock of this process, the broker is left alone.
_silent_until = 0.0


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
    if time.monotonic() < _silent_until:
        return
    try:
        with connections[_broker()].acquire(block=True, timeout=1) as connection:
            current_app.send_task(
                task,
                args=[record_id],
                queue=queue,
                priority=priority,
                expires=expires,
                retry=False,
                connection=connection,
            )
    except (BrokerDown, RedisError, OSError) as reason:
        leave_alone_until(time.monotonic() + SECONDS_OF_SILENCE)
        logger.warning(
            "The broker does not answer (%s); the sweep will see to %s %s.",
            *(type(reason).__name__, task, record_id),
        )


def leave_alone_until(moment: float) -> None:
    """Send nothing from this process before `moment`, by the monotonic clock."""
    global _silent_until
    _silent_until = moment


def messages_waiting(queue: str) -> int:
    """How many messages wait in a queue; 0 where the broker does not answer."""
    try:
        with connections[_broker()].acquire(block=True, timeout=1) as connection:
            declared = connection.default_channel.queue_declare(queue, passive=True)
    except (BrokerDown, ChannelError, RedisError, OSError):
        return 0  # also where nothing has ever been sent into the queue
    return int(declared.message_count)


def _broker() -> Connection:
    return current_app.connection_for_write(transport_options=QUICK)
