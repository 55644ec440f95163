"""The connection to PostgreSQL: how DATABASE_URL is read, and when a dead machine is noticed."""

import os
import socket
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from cscart_connector.database import database
from tests.operations.conftest import CHECKOUT, SERVICES


@pytest.mark.parametrize("password", ["p/a", "p?a"])
def test_a_password_that_was_not_escaped_is_refused_with_the_remedy(password):
    with pytest.raises(ImproperlyConfigured, match="percent-encoded there, or left out"):
        database(f"postgres://cscart:{password}@db:5432/cscart")


@pytest.mark.parametrize("url", ["garbage", "postgres://db", "postgres://u:p@db:five/cscart"])
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        database(url)


@pytest.mark.parametrize("escaped", ["p%2Fa%40b%25c%3Ad%23e%3Ff", "p/a@b%c:d#e?f"])
def test_a_password_is_taken_escaped_or_from_libpqs_own_variable(escaped):
    if "%2F" in escaped:
        read = database(f"postgres://cscart:{escaped}@db:5432/cscart")
        assert read["PASSWORD"] == "p/a@b%c:d#e?f"
    else:
        read = database("postgres://cscart@db:5432/cscart")
        assert read["PASSWORD"] == ""  # so that libpq looks at PGPASSWORD
    assert (read["HOST"], read["PORT"], read["NAME"]) == ("db", 5432, "cscart")


def test_what_the_address_asks_for_goes_first():
    asked = database("postgres://u@db/cscart?sslmode=require&keepalives_idle=5")["OPTIONS"]
    assert (asked["sslmode"], asked["keepalives_idle"]) == ("require", 5)
    both = database("postgres://u@db/cscart?options=-c%20work_mem%3D9MB")["OPTIONS"]["options"]
    assert both.endswith("-c work_mem=9MB")
    assert "tcp_keepalives_idle" in both


def test_compose_passes_the_password_beside_the_address():
    for name, service in SERVICES.items():
        environment = service.get("environment")
        if isinstance(environment, dict) and "DATABASE_URL" in environment:
            assert "PASSWORD" not in environment["DATABASE_URL"], name
            assert environment["PGPASSWORD"].startswith("${POSTGRES_PASSWORD"), name


@pytest.mark.django_db
def test_both_ends_notice_within_two_minutes_that_the_other_machine_is_gone():
    """The lease of a job lives as long as its connection: see `jobs.lease`."""
    asked = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
    with connection.cursor() as cursor:
        theirs = []
        for name in (*asked, "tcp_user_timeout"):
            cursor.execute(f"SHOW {name}")
            theirs.append(cursor.fetchone()[0])
    assert theirs == ["30", "10", "3", "60000"]
    ours = socket.socket(fileno=os.dup(connection.connection.fileno()))
    with ours:
        options = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        assert [ours.getsockopt(socket.IPPROTO_TCP, one) for one in options] == [30, 10, 3]
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000


def test_nothing_starts_with_an_address_that_cannot_be_meant():
    environment = os.environ | {"DATABASE_URL": "postgres://cscart:pa/ss@db:5432/cscart"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "given as PGPASSWORD" in done.stderr
