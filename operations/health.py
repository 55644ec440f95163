"""What must work so that this machine may serve, each with a sentence when it does not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings as django_settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F
from django.utils import timezone
from psycopg2.errors import DiskFull as PostgresDiskFull

from invoices.drawing.fonts import slow_printing, subsets_quickly
from operations.disks import full_disk
from operations.models import HeartBeat
from stores.unreadable_keys import companies_with_unreadable_keys

# Beat sends a task every 15 seconds; four missed beats mean that it, or every worker, has stopped.
OLDEST_BEAT = timedelta(seconds=60)
SECONDS_TO_ANSWER = 2
BEARABLE_DIFFERENCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Check:
    """How one thing stands. `problem` is a sentence that says what to do, '' when it works.

    With a problem that `is_bearable` everything works all the same.
    """

    name: str
    problem: str = ""
    is_bearable: bool = False

    @property
    def is_good(self) -> bool:
        """Whether it works."""
        return not self.problem


def checks() -> Iterator[Check]:
    """Database, migrations, broker, clock, heart-beat, disk, API Passwords.

    What needs the database is left out without it.
    """
    database = Check("Database", _database())
    yield database
    if database.is_good:
        yield Check("Migrations", _asked_of_database(_migrations))
    yield Check("Broker", _broker())
    if database.is_good:
        yield Check("Clock", _asked_of_database(_clock), is_bearable=True)
        yield Check("Timetable and workers", _asked_of_database(_heart_beat))
        yield Check("Disk for documents", full_disk(), is_bearable=True)
        yield Check("API Passwords", _asked_of_database(_unreadable_keys), is_bearable=True)


def printing() -> Check:
    """Whether this machine draws invoices as quickly as it could. It serves without, too."""
    problem = slow_printing(has_subsetter=subsets_quickly())
    return Check("Printing", problem, is_bearable=True)


def visitors(headers: Mapping[str, str]) -> Check:
    """Whether the addresses of visitors are known, as far as a request with `headers` tells."""
    problem = ""
    if "X-Forwarded-For" in headers and django_settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0:
        problem = (
            "This request came through a proxy, but TRUSTED_PROXY_COUNT is 0: all visitors count "
            "as one address when failed sign-ins are counted. Set it to the number of proxies."
        )
    return Check("Addresses of visitors", problem, is_bearable=True)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "PostgreSQL does not answer. Look whether it runs and whether DATABASE_URL is right."
    return ""


def _asked_of_database(question: Callable[[], str]) -> str:
    try:
        return question()
    except DatabaseError:
        return "The database cannot say: run manage.py migrate."


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return ""
    return f"{len(missing)} migrations have not been applied: run manage.py migrate."


def _broker() -> str:
    client = redis.Redis.from_url(
        django_settings.CELERY_BROKER_URL,
        socket_timeout=SECONDS_TO_ANSWER,
        socket_connect_timeout=SECONDS_TO_ANSWER,
    )
    try:
        client.ping()
    except redis.RedisError:
        return "Redis does not answer. Look whether it runs and whether REDIS_URL is right."
    finally:
        client.close()
    return ""


def _is_databases_disk_full() -> bool:
    try:
        with transaction.atomic():
            HeartBeat.objects.update(beaten_at=F("beaten_at"))
    except OperationalError as error:
        return isinstance(error.__cause__, PostgresDiskFull)
    return False


def _clock() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs((timezone.now() - theirs).total_seconds())
    if apart <= BEARABLE_DIFFERENCE.total_seconds():
        return ""
    return (
        f"The clocks of this machine and of PostgreSQL differ by {apart:.0f} seconds. Have both "
        "set by the network (NTP): waits and alarms count by them."
    )


def _unreadable_keys() -> str:
    # A probe names no company: anybody may ask it.
    number = len(companies_with_unreadable_keys())
    if not number:
        return ""
    return (
        f"The API Password of {number} companies cannot be read: look at FIELD_ENCRYPTION_KEYS; "
        "manage.py check names them. Or have it typed again under Cart General."
    )


def _heart_beat() -> str:
    last = HeartBeat.last()
    if last is None:
        return "No beat has been seen yet. Start celery beat and a worker of the queue “default”."
    silent = timezone.now() - last
    if silent <= OLDEST_BEAT:
        return ""
    if _is_databases_disk_full():
        return "The disk of PostgreSQL is full: nothing can be saved. Make room for its data first."
    return (
        f"The last beat was {silent.total_seconds():.0f} seconds ago. Look whether celery beat and "
        "the workers of the queue “default” run."
    )
